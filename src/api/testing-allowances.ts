/** Where answers differ from the official SDK's models, and why. */

/** Modelled fields that answers leave out: of hardware that is not there, or of kinds of ENI that are not served. */
const INSTANCE = ['AdditionalInfo', 'ClockOptions', 'CpuOptions', 'EnableNVS', 'ImageOptions', 'PrivateDnsNameOptions', 'SecurityOptions']
  .map((name) => `Instances.Instance.${name}`);
const TYPE = [
  'Clock', 'CpuOptions', 'CpuSpeedFrequency', 'CpuTurboFrequency', 'DiskQuantity', 'EnhancedNetwork', 'GPUMemorySize', 'InstanceBandwidthRx',
  'InstanceBandwidthTx', 'InstanceCategory', 'InstancePpsRx', 'InstancePpsTx', 'JumboFrameSupport', 'MaximumQueueNumberPerEni',
  'NetworkEncryptionSupport', 'NetworkInfo', 'PhysicalProcessorModel', 'PrimaryEniQueueNumber', 'QueuePairNumber',
  'SecondaryEniQueueNumber', 'SecurityOptions', 'TotalEniQueueQuantity',
].map((name) => `InstanceTypes.InstanceType.${name}`);
const IMAGE = ['DetectionOptions', 'Features', 'SecureBootOptions'].map((name) => `Images.Image.${name}`);
const ATTRIBUTE = ['BondInterfaceSpecification', 'EnhancedNetwork', 'QoSConfig', 'SlaveInterfaceSpecification', 'TcpOptionAddressEnabled'];
/** `{}` is how the cloud says "no EIP". */
const NO_EIP = ['AllocationId', 'PublicIpAddress'].flatMap((name) => [
  `AssociatedPublicIp.${name}`, `PrivateIpSets.PrivateIpSet.AssociatedPublicIp.${name}`,
  `NetworkInterfaceSets.NetworkInterfaceSet.AssociatedPublicIp.${name}`,
  `NetworkInterfaceSets.NetworkInterfaceSet.PrivateIpSets.PrivateIpSet.AssociatedPublicIp.${name}`,
]);
const DISK_ONLY = ['Min', 'Max', 'Unit']
  .map((name) => `AvailableZones.AvailableZone.AvailableResources.AvailableResource.SupportedResources.SupportedResource.${name}`);

/** What nothing measures. */
const DISK = ['DataSource', 'IOPS', 'IOPSRead', 'IOPSWrite', 'Placement', 'ProvisionedIops', 'Throughput', 'ThroughputRead', 'ThroughputWrite']
  .map((name) => `Disks.Disk.${name}`);

/** Modelled fields that an action's answer leaves out on purpose, by their paths. */
export const ABSENT: Readonly<Record<string, readonly string[]>> = {
  // A number of an order: only a subscription is one.
  AllocateEipAddress: ['OrderId'],
  AllocateEipAddressPro: ['OrderId'],
  DescribeDisks: DISK,
  DescribeInstances: INSTANCE,
  DescribeInstanceTypes: TYPE,
  DescribeImages: IMAGE,
  DescribeNetworkInterfaceAttribute: [...ATTRIBUTE, ...NO_EIP],
  DescribeNetworkInterfaces: NO_EIP,
  DescribeAvailableResource: DISK_ONLY,
};

/** Fields beyond the model, which only other clients know: the cloud sends them, too. */
export const EXTRAS: Readonly<Record<string, readonly string[]>> = {
  DescribeEipAddresses: ['Descritpion', 'AvailableRegions'].map((name) => `EipAddresses.EipAddress.${name}`),
};
