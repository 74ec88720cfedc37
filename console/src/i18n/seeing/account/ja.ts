import type { AccountTexts } from './en.js';

export const account: AccountTexts = {
  title: 'アカウントとクォータ', intro: 'アカウントに許可されることです。ここで設定しない限り、クォータは実際のクラウドと同じです。新規申請を受け付けていないモードもここで許可できます。', account: 'アカウント',
  entitlements: '利用権限', granted: 'このアカウントはモードを利用できます。', notGranted: 'このアカウントはモードを利用できません。選択肢は無効の状態で表示されます。', take: '取り消す',
  grantTitle: (name) => `${name}にENI へのマルチ EIP バインドモードを許可しますか？`, grantText: '実際のクラウドでは、このモードの新規申請を受け付けていません。許可すると、このアカウントはこのモードでEIPを関連付けられます。',
  takeTitle: (name) => `${name}からENI へのマルチ EIP バインドモードの許可を取り消しますか？`, takeText: 'このモードで関連付け済みのEIPはそのまま残り、新しい関連付けは拒否されます。',
  limits: 'クォータ', quota: '項目', own: '変更済み', vendor: 'クラウドの既定値', emptyForVendor: (value) => `空欄にすると既定値の${value}になります`,
  quotas: {
    eipsPerAccount: 'EIP数', eipsPerBatch: '1回に関連付けられるEIP数', eipsPerMultiEni: 'マルチEIPモードのENIあたりのEIP数', eipsPerCutThroughEni: 'カットスルーモードのENIあたりのEIP数', bandwidthPackagesPerRegion: 'リージョンあたりの共有帯域幅数',
    eipsPerBandwidthPackage: '共有帯域幅あたりのEIP数', vpcsPerRegion: 'リージョンあたりのVPC数', vswitchesPerVpc: 'VPCあたりのvSwitch数', secondaryCidrsPerVpc: 'VPCあたりのセカンダリCIDRブロック数', userCidrsPerVpc: 'VPCあたりのユーザーCIDRブロック数',
    customRouteTablesPerVpc: 'VPCあたりのカスタムルートテーブル数', gatewayRouteTablesPerVpc: 'VPCあたりのゲートウェイルートテーブル数', customEntriesPerRouteTable: 'ルートテーブルあたりのカスタムエントリ数', ipv4GatewaysPerVpc: 'VPCあたりのIPv4ゲートウェイ数', enisPerRegion: 'リージョンあたりのENI数',
    privateIpsPerEni: 'ENIあたりのプライベートIPアドレス数', securityGroupsPerRegion: 'リージョンあたりのセキュリティグループ数', securityGroupsPerEni: 'ENIあたりのセキュリティグループ数', rulesPerSecurityGroup: 'セキュリティグループあたりのルール数', rulesPerEni: 'ENIに適用されるルール数',
    privateIpsPerBasicGroup: 'ベーシックセキュリティグループあたりのプライベートIPアドレス数', privateIpsPerEnterpriseGroup: 'アドバンストセキュリティグループあたりのプライベートIPアドレス数', groupsAuthorizedPerGroup: 'グループが許可するセキュリティグループ数', tagsPerResource: 'リソースあたりのタグ数',
    resourceGroupsPerAccount: 'リソースグループ数',
  },
};
