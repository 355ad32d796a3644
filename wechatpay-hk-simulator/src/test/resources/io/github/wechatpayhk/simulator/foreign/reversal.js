// Queries, reverses and queries again, then prints one line of JSON. The settings come over the standard input.
const { readFileSync } = require('fs');
const { Wechatpay } = require('wechatpay-axios-plugin');

async function endOf(call) {
  try {
    const { status, data } = await call;
    return { status, tradeState: data.trade_state };
  } catch ({ code, response }) {
    return { status: response && response.status, code: (response && response.data && response.data.code) || code };
  }
}

async function run({ baseURL, mchid, serial, privateKey, certs, order }) {
  const wxpay = new Wechatpay({ baseURL, mchid, serial, privateKey, certs });
  const orders = wxpay.chain('hk/v3/transactions/out-trade-no/{outTradeNo}');
  const reversals = wxpay.chain('hk/v3/transactions/out-trade-no/{outTradeNo}/reverse');
  const query = (outTradeNo) => endOf(orders.get({ params: { mchid }, outTradeNo }));
  const reverse = (outTradeNo) => endOf(reversals.post({ mchid }, { outTradeNo }));
  return {
    before: await query(order),
    reversed: await reverse(order),
    after: await query(order),
    unknown: await reverse('NOSUCHORDER'),
    forged: await query(order),
  };
}

run(JSON.parse(readFileSync(0, 'utf8'))).then((ends) => console.log(JSON.stringify(ends)));
