import type { Seeing } from './en.js';

export const seeing: Seeing = {
  internet: '互联网侧', place: 'internet、实例、地址或EIP', placeInside: 'internet或实例',
  nav: { see: '观察', operate: '运维' },
  terminal: {
    title: '终端', where: '位置', open: '打开终端', empty: '没有打开的终端。请在上方选择实例或互联网侧并打开。', ended: '已结束',
    screen: (place) => `${place}的终端`, nothingSelected: '请先选择文本。', keys: 'Ctrl+Shift+C复制，Ctrl+Shift+V粘贴，F6离开终端。',
    exit: (code) => `Shell已结束，退出码为${code}。`, lost: '终端连接已断开。', again: '重新开始',
    memory: 'OpenEIP使用memory数据面运行，实例并非真实存在，因此无法进入。请使用--dataplane linux启动。',
  },
};
