import type { Seeing } from './en.js';

export const seeing: Seeing = {
  internet: 'インターネット側', place: 'internet、インスタンス、アドレス、またはEIP', placeInside: 'internetまたはインスタンス',
  nav: { see: '観察', operate: '運用' },
  terminal: {
    title: 'ターミナル', where: '場所', open: 'ターミナルを開く', empty: '開いているターミナルはありません。上でインスタンスまたはインターネット側を選択して開いてください。', ended: '終了',
    screen: (place) => `${place}のターミナル`, nothingSelected: '先にテキストを選択してください。', keys: 'Ctrl+Shift+Cでコピー、Ctrl+Shift+Vで貼り付け、F6でターミナルから移動します。',
    exit: (code) => `シェルは終了コード${code}で終了しました。`, lost: 'ターミナルの接続が切れました。', again: '再開',
    memory: 'OpenEIPはmemoryデータプレーンで動作しています。インスタンスの実体がないため、中に入れません。--dataplane linuxで起動してください。',
  },
};
