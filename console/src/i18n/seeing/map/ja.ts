import type { MapTexts } from './en.js';

export const map: MapTexts = {
  title: 'ライブマップ', region: (region) => `${region}のマップ`, keys: '矢印キーで移動、+と-で拡大・縮小、0で全体を表示します。Tabキーで表示中のリソースを順に選択できます。',
  views: { map: 'マップ', list: 'リスト' }, view: '表示形式', allVpcs: 'すべてのVPC', vpcFilter: 'VPC', legend: '凡例', fit: '全体を表示', zoomIn: '拡大', zoomOut: '縮小', controls: 'マップの表示操作', minimap: 'マップの全体図',
  emptyGroup: 'このリージョンには、このリソースグループのリソースがありません。',
  empty: 'このリージョンにはまだ何もありません。ガイド付きスタートで、VPC、Webページを返すインスタンス、ENI、EIPからなる例を構築できます。', toGuide: 'ガイド付きスタートへ',
  notHere: (id) => `${id}はこのマップにありません。`,
  internet: 'インターネット', unbound: '関連付けられていないEIP', direct: 'IPv4ゲートウェイなし', gatewayOn: '有効化済み', gatewayOff: '未有効化', secondary: (n) => `ほか${n}個`,
  notAttached: 'インスタンスに未バインド', suspended: '利用停止中', mbps: (n) => `最大 ${n} Mbit/s`, emptyVswitch: 'インスタンスもENIもありません',
  counts: (instances, enis, eips) => `インスタンス ${instances}、ENI ${enis}、EIP ${eips}`, zoomTo: (id) => `${id}を拡大`, otherVswitch: (id) => `${id}内`,
  ways: { NAT: 'NAT', BINDED: 'カットスルー', MULTI_BINDED: 'マルチEIP', IpAddress: 'アドレス' }, byAddress: 'アドレスへの関連付け（IpAddress）',
  rate: (received, sent) => `受信 ${received}、送信 ${sent}`, still: '現在トラフィックなし', traffic: '現在のトラフィック', leadsTo: (way, eni) => `${way}、${eni}に関連付け`,
  legendLines: 'EIPとENIの関連付け', legendStates: '状態', legendTraffic: 'パケットが流れている間、点が流れの向きに動きます。速度はEIPに表示されます。', legendTrafficStill: 'パケットが流れている間、線が太くなります。速度はEIPに表示されます。',
  legendFar: '縮小時は、四角形1つがインスタンス1台を表します。拡大すると詳細が表示されます。', legendTrace: '追跡したパケット', running: '実行中', stopped: '停止済み', changing: '変更中',
  trace: 'パケットの追跡', endTrace: '追跡を終了', onMap: 'マップに表示', inTrace: '追跡ページで開く', hop: (numbers, at) => `ホップ${numbers}: ${at}`, diesHere: (cause) => `ここで破棄: ${cause}`, edge: 'インターネットエッジ', there: '往路', back: '復路',
};
