import type { Seeing } from './en.js';
import { account } from './account/zh.js';
import { bill } from './bill/zh.js';
import { charts } from './charts/zh.js';
import { clock } from './clock/zh.js';
import { faults } from './faults/zh.js';
import { history } from './history/zh.js';
import { map } from './map/zh.js';
import { modes } from './modes/zh.js';
import { requests } from './requests/zh.js';
import { snapshots } from './snapshots/zh.js';
import { walk } from './walk/zh.js';

export const seeing: Seeing = {
  internet: '互联网侧', place: 'internet、实例、地址或EIP', placeInside: 'internet或实例',
  nav: { see: '观察', operate: '运维' },
  notADuration: '请输入类似3d12h或500ms的时长',
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
    title: '追踪报文', from: '源', to: '目的', swap: '交换两端', port: '端口', vpc: '私网地址所在的VPC', run: '追踪', probe: '同时发送真实报文',
    empty: '请指定两端：将追踪从一端到另一端的报文及其应答。', edge: '互联网边缘', forward: '去程', back: '回程',
    answered: '报文到达，应答也返回。', delivered: '报文到达。应答取决于转发它的实例。',
    dies: '报文在途中被丢弃。', diesBack: '报文到达，但应答在途中被丢弃。', arrived: '到达', service: 'VPC的服务', notes: '实例内须完成的配置',
    agrees: '已发送真实报文：数据面结果一致。', differs: '已发送真实报文：数据面结果不一致。', probeFailed: '无法发送真实报文。',
  },
  terminal: {
    title: '终端', where: '位置', open: '打开终端', empty: '没有打开的终端。请在上方选择实例或互联网侧并打开。', ended: '已结束',
    screen: (place) => `${place}的终端`, nothingSelected: '请先选择文本。', keys: 'Ctrl+Shift+C复制，Ctrl+Shift+V粘贴，F6离开终端。',
    exit: (code) => `Shell已结束，退出码为${code}。`, lost: '终端连接已断开。', noInstance: (id) => `该地域没有实例 ${id}。`, again: '重新开始',
    memory: 'OpenEIP使用memory数据面运行，实例并非真实存在，因此无法进入。请使用--dataplane linux启动。',
  },
};
