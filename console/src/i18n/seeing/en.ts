/** English, of the pages that show what goes on and of those of an operator. */
export const seeing = {
  internet: 'Internet side', place: 'internet, an instance, an address or an EIP', placeInside: 'internet or an instance',
  nav: { see: 'Seeing it', operate: 'Operating' },
  terminal: {
    title: 'Terminal', where: 'Where', open: 'Open a terminal', empty: 'No terminal is open. Choose an instance or the Internet side above, and open one.', ended: 'ended',
    screen: (place: string) => `Terminal in ${place}`, nothingSelected: 'Select some text first.', keys: 'Ctrl+Shift+C copies, Ctrl+Shift+V pastes, F6 leaves the terminal.',
    exit: (code: string) => `The shell ended with exit code ${code}.`, lost: 'The terminal broke off.', again: 'Start again',
    memory: 'OpenEIP runs with the memory data plane: instances are not real, so there is nothing to enter. Start it with --dataplane linux.',
  },
};
export type Seeing = typeof seeing;
