// Verifies and decrypts one notification, then prints one line of JSON. The settings come over the standard input.
const { readFileSync } = require('fs');
const { Aes: { AesGcm }, Formatter, Rsa } = require('wechatpay-axios-plugin');

const { timestamp, nonce, signature, body, publicKey, apiV3Key } = JSON.parse(readFileSync(0, 'utf8'));
const verify = (text) => Rsa.verify(Formatter.response(timestamp, nonce, text), signature, publicKey);
const { resource } = JSON.parse(body);
const plaintext = AesGcm.decrypt(resource.ciphertext, apiV3Key, resource.nonce, resource.associated_data);
console.log(JSON.stringify({ verified: verify(body), changed: verify(`${body} `), resource: JSON.parse(plaintext) }));
