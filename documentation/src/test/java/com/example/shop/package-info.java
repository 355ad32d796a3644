/**
 * The project that {@code docs/five-minute-start.md} builds, file by file.
 */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
