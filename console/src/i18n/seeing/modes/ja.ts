import type { ModeTexts } from './en.js';

export const modes: ModeTexts = {
  title: 'モードの比較', intro: '各モードの特徴と、現在EIPを関連付けられるモードを確認できます。', eni: '対象のENI', anyEni: 'ENIを選択すると、現在使えるモードが表示されます',
  possible: '現在使用可能', impossible: '現在使用不可', open: 'このリージョンで使用可能', closed: '使用不可', forEni: 'モード', bind: 'EIPを関連付ける', toPage: 'ページで開く', property: '項目',
  none: 'このリージョンにはまだENIがありません。リージョンとアカウントで使えるモードを表示しています。',
  regionsOf: (count) => `${count}リージョン`, here: 'このリージョンを含む', notHere: 'このリージョンは対象外', families: (count) => `${count}インスタンスファミリー`,
  rows: {
    inGuest: 'OSでのEIPの表示', eniTypes: 'ENIのタイプ', eipsOnPrimary: 'プライマリENIのEIPの最大数', eipsOnSecondary: 'セカンダリENIのEIPの最大数', privateNetwork: 'ENIのプライベートネットワーク機能',
    protocols: 'IPプロトコル', regions: 'リージョン', entitlement: 'アカウント', instanceFamilies: 'インスタンスファミリー', throughInstance: 'インスタンスを指定した関連付け', bindAttached: 'ENIがインスタンスにあるときの関連付け',
    unbindAttached: 'ENIがインスタンスにあるときの関連付け解除', secondaryAddresses: 'セカンダリプライベートIPを持つENI', ipv4Gateway: 'VPCのIPv4ゲートウェイ', nextHop: 'ルートのネクストホップとしてのENI', lease: 'DHCPがNICに与えるアドレス', shownBy: 'その他の確認方法',
  },
  words: {
    hidden: '表示されない', replacesThePrivateAddress: 'プライベートアドレスの代わりに表示', afterStaticConfiguration: '静的に設定すると表示', primary: 'プライマリ', secondary: 'セカンダリ', onePerPrivateAddress: 'プライベートIPごとに1つ',
    yes: 'はい', no: 'いいえ', all: 'すべて', none: 'すべてのアカウント', multiEip: '権限のあるアカウントのみ(新規申請は終了)', optional: '任意', forbidden: '不可', activated: 'アクティブ化が必要',
    thePrivateAddress: 'プライベートアドレス', theEIP: 'EIP', nothing: 'なし',
  },
};
