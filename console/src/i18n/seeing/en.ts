/** English, of the pages that show what goes on and of those of an operator. */
import { account } from './account/en.js';
import { bill } from './bill/en.js';
import { charts } from './charts/en.js';
import { clock } from './clock/en.js';
import { faults } from './faults/en.js';
import { history } from './history/en.js';
import { map } from './map/en.js';
import { modes } from './modes/en.js';
import { requests } from './requests/en.js';
import { snapshots } from './snapshots/en.js';
import { walk } from './walk/en.js';

export const seeing = {
  internet: 'Internet side', place: 'internet, an instance, an address or an EIP', placeInside: 'internet or an instance',
  nav: { see: 'Seeing it', operate: 'Operating' },
  notADuration: 'A span like 3d12h or 500ms',
  account,
  clock,
  faults,
  requests,
  snapshots,
  walk,
  map,
  bill,
  charts,
  history,
  modes,
  trace: {
    title: 'Trace a packet', from: 'From', to: 'To', swap: 'Swap the ends', port: 'Port', vpc: 'VPC that a private address is in', run: 'Trace', probe: 'Also send the real packet',
    empty: 'Name two ends: the packet is followed from one to the other, and its answer back.', edge: 'Internet edge', forward: 'There', back: 'And back',
    answered: 'The packet arrives, and its answer comes back.', delivered: 'The packet arrives. Its answer depends on the instance that passes it on.',
    dies: 'The packet dies.', diesBack: 'The packet arrives, but its answer dies.', arrived: 'Arrived', service: 'a service of the VPC', notes: 'What must be configured in the instances',
    agrees: 'The real packet was sent: the data plane agrees.', differs: 'The real packet was sent: the data plane disagrees.', probeFailed: 'No real packet could be sent.',
  },
  terminal: {
    title: 'Terminal', where: 'Where', open: 'Open a terminal', empty: 'No terminal is open. Choose an instance or the Internet side above, and open one.', ended: 'ended',
    screen: (place: string) => `Terminal in ${place}`, nothingSelected: 'Select some text first.', keys: 'Ctrl+Shift+C copies, Ctrl+Shift+V pastes, F6 leaves the terminal.',
    exit: (code: string) => `The shell ended with exit code ${code}.`, lost: 'The terminal broke off.', noInstance: (id: string) => `There is no instance ${id} in this region.`, again: 'Start again',
    memory: 'OpenEIP runs with the memory data plane: instances are not real, so there is nothing to enter. Start it with --dataplane linux.',
  },
};
export type Seeing = typeof seeing;
