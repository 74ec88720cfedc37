import type { ChartTexts } from './en.js';

export const charts: ChartTexts = {
  title: 'モニタリング', range: '期間', live: 'ライブ', ranges: { '1h': '1時間', '6h': '6時間', '1d': '1日', '3d': '3日', '14d': '14日' },
  period: '粒度', periods: { 60: '1分', 300: '5分', 900: '15分', 3600: '1時間' },
  inbound: 'インバウンド', outbound: 'アウトバウンド', both: '双方向', direction: '方向', traffic: 'トラフィック', bandwidth: '帯域幅', packets: 'パケット', cap: '上限', figures: '数値',
  now: '現在', average: '平均', peak: 'ピーク', peakOfCap: '上限に対するピーク', packetsNow: '現在のパケット', packetsTotal: 'パケット数', time: '開始',
  perSecond: (n) => `${n}/秒`, ofCap: (percent, cap) => `上限${cap}の${percent}`, asTable: 'トラフィックのあった期間を表で表示',
  liveSummary: (title, received, mostReceived, sent, mostSent) =>
    `直近5分間の${title}。インバウンド: 現在${received}、最大${mostReceived}。アウトバウンド: 現在${sent}、最大${mostSent}。`,
  trafficSummary: (received, sent) => `トラフィックの合計: インバウンド${received}、アウトバウンド${sent}。`,
  bandwidthSummary: (received, sent, cap) => `帯域幅の最大: インバウンド${received}、アウトバウンド${sent}。上限は${cap}です。`,
  packetsSummary: (packets) => `パケットの合計: 双方向で${packets}。`,
  silent: '直近の数分間に通過したトラフィックはありません。次のコマンドで送信できます。', nothing: 'この期間に通過したトラフィックはありません。',
  noEip: 'このENIにはEIPが関連付けられていません。EIPを関連付けると、通過するトラフィックがここに表示されます。',
  memory: 'OpenEIPはmemoryデータプレーンで動作しています。パケットがないため、計測するものがありません。--dataplane linuxで起動してください。',
};
