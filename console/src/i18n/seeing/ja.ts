import type { Seeing } from './en.js';
import { account } from './account/ja.js';
import { bill } from './bill/ja.js';
import { charts } from './charts/ja.js';
import { clock } from './clock/ja.js';
import { faults } from './faults/ja.js';
import { history } from './history/ja.js';
import { map } from './map/ja.js';
import { modes } from './modes/ja.js';
import { requests } from './requests/ja.js';
import { snapshots } from './snapshots/ja.js';
import { walk } from './walk/ja.js';

export const seeing: Seeing = {
  internet: 'インターネット側', place: 'internet、インスタンス、アドレス、またはEIP', placeInside: 'internetまたはインスタンス',
  nav: { see: '観察', operate: '運用' },
  notADuration: '3d12hや500msのように入力してください',
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
    title: 'パケットの追跡', from: '送信元', to: '宛先', swap: '両端を入れ替える', port: 'ポート', vpc: 'プライベートアドレスのVPC', run: '追跡', probe: '実際のパケットも送信する',
    empty: '両端を指定してください。一方から他方へのパケットと、その応答を追跡します。', edge: 'インターネットエッジ', forward: '往路', back: '復路',
    answered: 'パケットは到達し、応答も戻ります。', delivered: 'パケットは到達します。応答は、転送するインスタンス次第です。',
    dies: 'パケットは途中で破棄されます。', diesBack: 'パケットは到達しますが、応答が途中で破棄されます。', arrived: '到達', service: 'VPCのサービス', notes: 'インスタンス内で必要な設定',
    agrees: '実際のパケットを送信しました。データプレーンの結果は一致しています。', differs: '実際のパケットを送信しました。データプレーンの結果が異なります。', probeFailed: '実際のパケットを送信できませんでした。',
  },
  terminal: {
    title: 'ターミナル', where: '場所', open: 'ターミナルを開く', empty: '開いているターミナルはありません。上でインスタンスまたはインターネット側を選択して開いてください。', ended: '終了',
    screen: (place) => `${place}のターミナル`, nothingSelected: '先にテキストを選択してください。', keys: 'Ctrl+Shift+Cでコピー、Ctrl+Shift+Vで貼り付け、F6でターミナルから移動します。',
    exit: (code) => `シェルは終了コード${code}で終了しました。`, lost: 'ターミナルの接続が切れました。', noInstance: (id) => `このリージョンにインスタンス ${id} はありません。`, again: '再開',
    memory: 'OpenEIPはmemoryデータプレーンで動作しています。インスタンスの実体がないため、中に入れません。--dataplane linuxで起動してください。',
  },
};
