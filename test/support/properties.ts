/**
 * The table of the ways to use an EIP (docs/modes.md): its columns, its rows, and the lines that tests write of what they saw. A cell is
 * filled by tests and by nothing else; where several tests saw the same thing, they agree.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The columns: the association modes, NAT by the secondary-CIDR method (§3.6), and NAT to an address of a VPC (§3.5). */
export const WAYS = ['NAT', 'BINDED', 'MULTI_BINDED', 'SECONDARY_CIDR', 'IP_ADDRESS'] as const;
export type Way = (typeof WAYS)[number];

interface Row {
  readonly en: string;
  readonly ja: string;
  readonly zh: string;
  /** Of an ENI: says nothing of an address that no ENI has. */
  readonly ofEni?: true;
}

/** The rows, in the order of the page: first those of the source document's comparison table, then what follows from them. */
export const PROPERTIES = {
  visible: { en: 'EIP visible in the operating system', ja: 'OSでEIPが見えるか', zh: '操作系统内是否可见EIP' },
  eniTypes: { en: 'ENI types', ja: '関連付けられるENIのタイプ', zh: '可绑定的网卡类型', ofEni: true },
  onPrimary: { en: 'EIPs on a primary ENI, at most', ja: 'プライマリENIのEIPの最大数', zh: '主网卡可绑定EIP数上限', ofEni: true },
  onSecondary: { en: 'EIPs on a secondary ENI with 10 private addresses, at most', ja: 'プライベートIPが10個のセカンダリENIのEIPの最大数', zh: '有10个私网IP的辅助网卡可绑定EIP数上限', ofEni: true },
  privateNetwork: { en: 'Private network of the ENI after the bind', ja: '関連付け後のプライベートネットワーク機能', zh: '绑定后网卡的私网功能' },
  ftpServerPassive: { en: 'FTP server on the instance, passive', ja: 'FTPサーバー(パッシブ)', zh: '实例为FTP服务器，被动' },
  ftpServerActive: { en: 'FTP server on the instance, active', ja: 'FTPサーバー(アクティブ)', zh: '实例为FTP服务器，主动' },
  ftpClientPassive: { en: 'FTP client on the instance, passive', ja: 'FTPクライアント(パッシブ)', zh: '实例为FTP客户端，被动' },
  ftpClientActive: { en: 'FTP client on the instance, active', ja: 'FTPクライアント(アクティブ)', zh: '实例为FTP客户端，主动' },
  sip: { en: 'SIP: media to the address in the SDP', ja: 'SIP: SDPのアドレスへのメディア', zh: 'SIP：发往SDP地址的媒体' },
  h323: { en: 'H.323: control channel to the address in SETUP and CONNECT', ja: 'H.323: SETUPとCONNECTのアドレスへの制御チャネル', zh: 'H.323：发往SETUP与CONNECT中地址的控制信道' },
  rtsp: { en: 'RTSP: media to the address in the Transport header', ja: 'RTSP: Transportヘッダーのアドレスへのメディア', zh: 'RTSP：发往Transport头地址的媒体' },
  dns: { en: 'DNS query and answer', ja: 'DNSの問い合わせと応答', zh: 'DNS查询与应答' },
  dnsAddress: { en: 'DNS: the address in the answer is reachable', ja: 'DNS: 応答中のアドレスへの到達性', zh: 'DNS：应答中的地址可达' },
  tftp: { en: 'TFTP', ja: 'TFTP', zh: 'TFTP' },
  bareIp: { en: 'Bare IP protocols: GRE, SCTP, 253', ja: 'その他のIPプロトコル: GRE、SCTP、253', zh: '其他IP协议：GRE、SCTP、253' },
  payload: { en: 'Payload rewritten', ja: 'ペイロードの書き換え', zh: '是否改写载荷' },
  regions: { en: 'Regions', ja: '対応リージョン', zh: '支持的地域' },
  entitlement: { en: 'Open to a new account', ja: '新規アカウントの利用', zh: '新账号是否可用' },
  families: { en: 'Instance families', ja: 'インスタンスファミリー', zh: '实例规格族', ofEni: true },
  bindAttached: { en: 'Bind while the ENI is attached', ja: 'アタッチ中の関連付け', zh: '网卡已挂载时绑定', ofEni: true },
  unbindAttached: { en: 'Unbind while the ENI is attached', ja: 'アタッチ中の関連付け解除', zh: '网卡已挂载时解绑', ofEni: true },
  secondaryAddresses: { en: 'ENI may have secondary private addresses', ja: 'セカンダリプライベートIPのあるENI', zh: '网卡可有辅助私网IP', ofEni: true },
  ipv4Gateway: { en: 'IPv4 gateway in the VPC', ja: 'VPCのIPv4ゲートウェイ', zh: 'VPC中的IPv4网关' },
  gatewayInfo: { en: 'Rows of DescribeEipGatewayInfo', ja: 'DescribeEipGatewayInfoの行', zh: 'DescribeEipGatewayInfo返回的行', ofEni: true },
  nextHop: { en: 'ENI as the next hop of a route', ja: 'ルートのネクストホップとしてのENI', zh: '网卡作为路由下一跳', ofEni: true },
  withoutRoutes: { en: 'Serves inbound without any route (S-41)', ja: 'ルート設定なしの受信', zh: '不配置路由即可被访问', ofEni: true },
  securityGroups: { en: 'Security groups apply', ja: 'セキュリティグループの適用', zh: '安全组是否生效' },
  cloudServices: { en: '100.64.0.0/10 through the ENI', ja: 'ENI経由の100.64.0.0/10', zh: '经网卡访问100.64.0.0/10' },
  peer: { en: 'A VPC peer that has an EIP, to this EIP, is seen with', ja: '同一VPCのピアからこのEIPへの送信元', zh: '同VPC对端访问该EIP时的源地址' },
  pathMtu: { en: 'Path MTU discovery, both directions', ja: 'パスMTU探索(双方向)', zh: '路径MTU发现（双向）' },
  icmpErrors: { en: 'ICMP errors and traceroute, both directions', ja: 'ICMPエラーとtraceroute(双方向)', zh: 'ICMP差错与traceroute（双向）' },
} as const satisfies Readonly<Record<string, Row>>;
export type Property = keyof typeof PROPERTIES;

export const ROOT = join(import.meta.dirname, '../..');

/** Where the lines go: OPENEIP_OBSERVED, or beside the build. */
export const OBSERVED = process.env['OPENEIP_OBSERVED'] ?? join(ROOT, 'dist/observed/modes.jsonl');

const observation = z.object({ way: z.enum(WAYS), property: z.string(), value: z.string(), test: z.string() });
export type Observation = z.infer<typeof observation>;

/** All lines, in no order that means anything. */
export function readObserved(): readonly Observation[] {
  return readFileSync(OBSERVED, 'utf8').trim().split('\n').map((line) => observation.parse(JSON.parse(line)));
}
