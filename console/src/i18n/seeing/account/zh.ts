import type { AccountTexts } from './en.js';

export const account: AccountTexts = {
  title: '账号与配额', intro: '账号可以做什么：除非在此设置，配额与真实的云相同；不再接受新申请的模式也可在此开通。', account: '账号',
  entitlements: '使用权限', granted: '该账号可以使用此模式。', notGranted: '该账号不能使用此模式：选项可见，但不可选。', take: '撤销',
  grantTitle: (name) => `为${name}开通多EIP网卡可见模式？`, grantText: '真实的云不再接受此模式的新申请。开通后，该账号可以使用此模式绑定EIP。',
  takeTitle: (name) => `撤销${name}的多EIP网卡可见模式？`, takeText: '已使用此模式绑定的EIP保持不变，新的绑定会被拒绝。',
  limits: '配额', quota: '配额项', own: '已修改', vendor: '云的默认值', emptyForVendor: (value) => `留空则使用默认值${value}`,
  quotas: {
    eipsPerAccount: 'EIP数量', eipsPerBatch: '单次可绑定的EIP数量', eipsPerMultiEni: '多EIP网卡可见模式下每块网卡的EIP数量', eipsPerCutThroughEni: 'EIP网卡可见模式下每块网卡的EIP数量', bandwidthPackagesPerRegion: '每个地域的共享带宽数量',
    eipsPerBandwidthPackage: '每个共享带宽的EIP数量', vpcsPerRegion: '每个地域的专有网络数量', vswitchesPerVpc: '每个专有网络的交换机数量', secondaryCidrsPerVpc: '每个专有网络的附加网段数量', userCidrsPerVpc: '每个专有网络的用户网段数量',
    customRouteTablesPerVpc: '每个专有网络的自定义路由表数量', gatewayRouteTablesPerVpc: '每个专有网络的网关路由表数量', customEntriesPerRouteTable: '每个路由表的自定义条目数量', ipv4GatewaysPerVpc: '每个专有网络的IPv4网关数量', enisPerRegion: '每个地域的网卡数量',
    privateIpsPerEni: '每块网卡的私网IP数量', securityGroupsPerRegion: '每个地域的安全组数量', securityGroupsPerEni: '每块网卡的安全组数量', rulesPerSecurityGroup: '每个安全组的规则数量', rulesPerEni: '每块网卡适用的规则数量',
    privateIpsPerBasicGroup: '每个普通安全组的私网IP数量', privateIpsPerEnterpriseGroup: '每个企业安全组的私网IP数量', groupsAuthorizedPerGroup: '每个安全组可授权的安全组数量', tagsPerResource: '每个资源的标签数量',
    resourceGroupsPerAccount: '资源组数量',
  },
};
