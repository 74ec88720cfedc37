/** The live map of a region. */
export const map = {
  title: 'Live map', region: (region: string) => `Map of ${region}`, keys: 'Arrow keys move the map, + and - zoom, 0 shows all of it. Tab goes through what is shown.',
  views: { map: 'Map', list: 'List' }, view: 'View', allVpcs: 'All VPCs', vpcFilter: 'VPC', legend: 'Legend', fit: 'Show everything', zoomIn: 'Zoom in', zoomOut: 'Zoom out', controls: 'View of the map', minimap: 'Overview of the map',
  emptyGroup: 'There is nothing of this resource group in this region.',
  empty: 'There is nothing in this region yet. The guided start builds an example: a VPC, an instance that serves a web page, an ENI and an EIP.', toGuide: 'Go to the guided start',
  notHere: (id: string) => `${id} is not on this map.`,
  internet: 'Internet', unbound: 'EIPs bound to nothing', direct: 'no IPv4 gateway', gatewayOn: 'activated', gatewayOff: 'not activated', secondary: (n: string) => `and ${n} more`,
  notAttached: 'At no instance', suspended: 'Suspended', mbps: (n: string) => `up to ${n} Mbit/s`, emptyVswitch: 'No instance and no ENI',
  counts: (instances: string, enis: string, eips: string) => `${instances} instances, ${enis} ENIs, ${eips} EIPs`, zoomTo: (id: string) => `Zoom in to ${id}`, otherVswitch: (id: string) => `in ${id}`,
  ways: { NAT: 'NAT', BINDED: 'Cut-through', MULTI_BINDED: 'Multi-EIP', IpAddress: 'Address' }, byAddress: 'Bound to an address (IpAddress)',
  rate: (received: string, sent: string) => `${received} in, ${sent} out`, still: 'no traffic now', traffic: 'Traffic now', leadsTo: (way: string, eni: string) => `${way}, to ${eni}`,
  legendLines: 'How an EIP leads to its ENI', legendStates: 'States', legendTraffic: 'Dots run where packets pass just now, in their direction; the EIP says how fast.', legendTrafficStill: 'A thick line shows where packets pass just now; the EIP says how fast.',
  legendFar: 'From afar each square is an instance. Zoom in to see what it has.', legendTrace: 'A traced packet', running: 'Running', stopped: 'Stopped', changing: 'Changing',
  trace: 'Trace a packet', endTrace: 'End the trace', onMap: 'Show on the map', inTrace: 'Open as a page of its own', hop: (numbers: string, at: string) => `Hop ${numbers}: ${at}`, diesHere: (cause: string) => `Dies here: ${cause}`, edge: 'Internet edge', there: 'There', back: 'Back',
};
export type MapTexts = typeof map;
