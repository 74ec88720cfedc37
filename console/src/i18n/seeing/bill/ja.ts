import type { BillTexts } from './en.js';

export const bill: BillTexts = {
  title: '請求', intro: 'EIPと共有帯域幅パッケージの料金を、時間単位で課金理由とともに表示します。単価はサンプルデータで、設定により変更できます。',
  from: '開始', to: '終了', month: '今月', lastMonth: '先月', eip: 'EIP ID', region: 'リージョン', allRegions: 'すべてのリージョン', total: '合計', resource: 'リソース', packages: '共有帯域幅パッケージ', apply: '表示',
  item: '課金項目', time: '期間', hours: '時間', quantity: '使用量', amount: '金額', reason: '課金理由', once: '前払い', free: '無料', linesOf: (id) => `${id}の明細`,
  empty: 'この期間に課金対象のリソースはありません。EIPを作成すると、最初の1時間からここに表示されます。', noLines: 'この期間に課金された明細はありません。', whole: '請求全体を開く',
  items: { configuration: 'EIP設定料金', bandwidth: '帯域幅料金', traffic: 'トラフィック料金', subscription: 'サブスクリプション料金' },
  hoursOf: (hours) => `${hours}時間`, mbps: (n) => `${n} Mbit/s`, gigabytes: (n) => `${n} GB`, months: (months, n) => `${months}か月 (${n} Mbit/s)`,
  reasons: {
    'subscription EIP: no configuration fee': 'サブスクリプションのEIPには、EIP設定料金は課金されません。',
    'pay-as-you-go EIP, not bound: configuration fee': 'リソースに関連付けられていない従量課金のEIPには、EIP設定料金が課金されます。',
    'pay-as-you-go EIP, bound to an IP address: configuration fee': 'IPアドレスに関連付けられた従量課金のEIPには、EIP設定料金が課金されます。',
    'pay-as-you-go EIP, bound to a secondary ENI: configuration fee': 'セカンダリENIに関連付けられた従量課金のEIPには、EIP設定料金が課金されます。',
    'pay-as-you-go EIP, bound to an ECS instance: no configuration fee': 'ECSインスタンスに関連付けられた従量課金のEIPには、EIP設定料金は課金されません。',
    'pay-as-you-go EIP, bound to an ECS instance, by an account whose EIP quota is above 2000: configuration fee': 'EIPのクォータが2,000を超えるアカウントでは、ECSインスタンスに関連付けられた従量課金のEIPにもEIP設定料金が課金されます。',
    'pay-by-bandwidth: the highest bandwidth of the day, by the hour': '帯域幅課金: その日 (UTC) の最大帯域幅に対して、時間単位で課金されます。',
    'common bandwidth package: the highest bandwidth of the day, by the hour': '共有帯域幅パッケージ: その日 (UTC) の最大帯域幅に対して、時間単位で課金されます。',
    'pay-by-traffic: what was sent to the Internet; what is received is free': 'トラフィック課金: インターネットへ送信したトラフィックに課金されます。受信は無料です。',
    'subscription EIP: bandwidth, paid in advance': 'サブスクリプションのEIP: 帯域幅の前払い料金です。',
  },
};
