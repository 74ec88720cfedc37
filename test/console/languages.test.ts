/**
 * Behaviour §9.2 to §9.4 by clicking, in each language, from an empty region to packets: the labels are those of §9.1, the row says what S-28 asks for,
 * and `ifconfig` in the instance shows what S-08 says.
 */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { until } from '../support/world.js';
import { choose, confirm, dialogOf, launch, visit } from './browser.js';

/** §9.1, label by label: what the source document's reader looks for. */
const LABELS = {
  ja: {
    console: 'Elastic IP Addressコンソール', region: 'リージョン', eips: 'Elastic IP アドレス', actions: 'アクション', associate: 'リソースと関連付ける', title: 'EIPとリソースの関連付け',
    instanceType: 'インスタンスタイプ', secondaryEni: 'セカンダリ ENI', ecsInstance: 'ECS インスタンス', resourceGroup: 'リソースグループ', mode: 'モード',
    nat: 'NATモード', cutThrough: 'カットスルーモード', multi: 'ENI へのマルチ EIP バインドモード', target: '関連付けるインスタンスを選択してください', ok: 'OK',
    status: 'IPステータス', allocated: '割り当て済み', bound: '関連付けられたインスタンスタイプ /ID', bindEni: 'インスタンスにバインド',
  },
  en: {
    console: 'Elastic IP Address console', region: 'Region', eips: 'Elastic IP Addresses', actions: 'Actions', associate: 'Associate with Resource', title: 'Associate EIP with Resource',
    instanceType: 'Instance Type', secondaryEni: 'Secondary ENI', ecsInstance: 'ECS Instance', resourceGroup: 'Resource Group', mode: 'Mode',
    nat: 'NAT Mode', cutThrough: 'Cut-Through Mode', multi: 'Multi-EIP-to-ENI Mode', target: 'Select an instance to associate', ok: 'OK',
    status: 'IP Status', allocated: 'Allocated', bound: 'Associated Instance Type/ID', bindEni: 'Bind to Instance',
  },
  zh: {
    console: '弹性公网IP管理控制台', region: '地域', eips: '弹性公网IP', actions: '操作', associate: '绑定资源', title: '绑定弹性公网IP至资源',
    instanceType: '实例类型', secondaryEni: '辅助弹性网卡', ecsInstance: 'ECS 实例', resourceGroup: '资源组', mode: '绑定模式',
    nat: '普通模式', cutThrough: 'EIP网卡可见模式', multi: '多EIP网卡可见模式', target: '选择要绑定的实例', ok: '确定',
    status: '状态', allocated: '已分配', bound: '绑定实例类型/ID', bindEni: '绑定实例',
  },
};

/** What else is clicked and read on the way. */
const WORDS = {
  ja: {
    navigation: 'メインナビゲーション', empty: 'このリージョンにはまだEIPがありません。', vpcs: 'VPC', createVpc: 'VPCの作成', vswitches: 'vSwitch', createVswitch: 'vSwitchの作成', vpc: 'VPC', zone: 'ゾーン',
    block: 'IPv4 CIDRブロック', groups: 'セキュリティグループ', createGroup: 'セキュリティグループの作成', group: 'セキュリティグループ', instances: 'インスタンス', createInstance: 'インスタンスの作成', type: 'インスタンスタイプ',
    vswitch: 'vSwitch', userData: 'ユーザーデータ', running: '実行中', enis: 'Elastic Network Interface', createEni: 'ENIの作成', createEip: 'EIPの作成', name: '名前', notRecommended: '推奨されません',
    closed: '新規申請は受け付けていません', method: 'セカンダリCIDRブロックの方法', attached: 'バインド済み', guest: 'インスタンス内の設定', configure: 'ルートの設定', gateway: 'ゲートウェイ', eipsOfEni: 'EIP',
  },
  en: {
    navigation: 'Main navigation', empty: 'There are no EIPs in this region yet.', vpcs: 'VPCs', createVpc: 'Create VPC', vswitches: 'vSwitches', createVswitch: 'Create vSwitch', vpc: 'VPC', zone: 'Zone',
    block: 'IPv4 CIDR block', groups: 'Security groups', createGroup: 'Create security group', group: 'Security group', instances: 'Instances', createInstance: 'Create instance', type: 'Instance type',
    vswitch: 'vSwitch', userData: 'User data', running: 'Running', enis: 'Elastic network interfaces', createEni: 'Create ENI', createEip: 'Create EIP', name: 'Name', notRecommended: 'Not recommended',
    closed: 'Closed to new applications', method: 'Secondary CIDR block method', attached: 'Bound', guest: 'In the instance', configure: 'Routes of the ENI', gateway: 'Gateway', eipsOfEni: 'EIPs',
  },
  zh: {
    navigation: '主导航', empty: '该地域还没有EIP。', vpcs: '专有网络', createVpc: '创建专有网络', vswitches: '交换机', createVswitch: '创建交换机', vpc: '专有网络', zone: '可用区',
    block: 'IPv4网段', groups: '安全组', createGroup: '创建安全组', group: '安全组', instances: '实例', createInstance: '创建实例', type: '实例规格',
    vswitch: '交换机', userData: '用户数据', running: '运行中', enis: '弹性网卡', createEni: '创建网卡', createEip: '创建EIP', name: '名称', notRecommended: '不推荐',
    closed: '不再接受新的申请', method: '附加网段方法', attached: '已绑定', guest: '实例内配置', configure: '配置路由', gateway: '网关', eipsOfEni: 'EIP',
  },
};

type Language = keyof typeof LABELS;

/** For each language a region with all three modes (S-17, S-18), which is empty, and its zone. */
const PLACES = {
  ja: { locale: 'ja-JP', region: 'cn-shenzhen', name: '中国 (深セン)', zone: 'cn-shenzhen-c' },
  en: { locale: 'en-US', region: 'cn-beijing', name: 'China (Beijing)', zone: 'cn-beijing-f' },
  zh: { locale: 'zh-CN', region: 'cn-shanghai', name: '华东2（上海）', zone: 'cn-shanghai-' },
} as const;

/** Of a family that multi-EIP ENIs may go to (S-36), with room for all of them. */
const TYPE = 'ecs.g5.4xlarge';
const PAGE = '#!/bin/sh\nmkdir -p /tmp/www\nhostname > /tmp/www/index.html\nbusybox httpd -p 80 -h /tmp/www\n';

let cloud: Cloud;
let browser: Browser;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([Cloud.up({ dataplane: 'linux', settings: { seed: 5 } }), launch()]);
});
afterAll(async () => {
  await browser.close();
  await cloud.down();
});

/** One who reads the source document in a language, and follows it in the language's region. */
class Reader {
  readonly label;
  private readonly word;
  private readonly place;
  private page!: Page;
  private faults: readonly string[] = [];
  private instance = '';

  constructor(language: Language) {
    this.label = LABELS[language];
    this.word = WORDS[language];
    this.place = PLACES[language];
  }

  async signIn(): Promise<void> {
    ({ page: this.page, faults: this.faults } = await visit(browser, cloud, this.place.locale));
  }

  /** §9.2, steps 1 and 2, and what the procedures start from. */
  async prepare(): Promise<void> {
    const { page, label, word, place } = this;
    await page.getByText(label.console, { exact: true }).waitFor();
    await page.getByLabel(label.region, { exact: true }).fill(place.name);
    await page.locator('.ant-select-item-option-active').filter({ hasText: place.name }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/console/${place.region}/eips`);
    await page.getByText(word.empty).waitFor();

    await this.open(word.vpcs);
    await this.make(word.createVpc, {});
    await this.open(word.vswitches);
    await this.make(word.createVswitch, { [word.vpc]: ['vpc-'], [word.zone]: [place.zone], [word.block]: '10.0.0.0/24' });
    await this.open(word.groups);
    await this.make(word.createGroup, { [word.vpc]: ['vpc-'] });
    await this.open(word.instances);
    await this.make(word.createInstance, { [word.type]: [TYPE], [word.vswitch]: ['vsw-'], [word.group]: ['sg-'], [word.userData]: PAGE });
    this.instance = await page.getByRole('link', { name: /^i-/ }).innerText();
    await this.open(word.enis);
    for (const name of ['nat', 'cut', 'multi']) {
      await this.make(word.createEni, { [word.name]: `eni-of-${name}`, [word.vswitch]: ['vsw-'], [word.group]: ['sg-'] });
    }
    await this.open(label.eips);
    for (const name of ['nat', 'cut', 'one', 'two']) await this.make(word.createEip, { [word.name]: `eip-of-${name}` });
    await this.rowOf('eip-of-two').waitFor();
    await this.open(word.instances);
    await page.getByText(word.running, { exact: true }).waitFor();
    expect(this.faults, this.faults.join('\n')).toEqual([]);
  }

  /** S-07. */
  async seesThatMultiIsClosed(): Promise<void> {
    const { page, label, word, place } = this;
    await this.open(label.eips);
    await this.rowOf('eip-of-nat').getByRole('button', { name: label.associate, exact: true }).click();
    await dialogOf(page).getByRole('radio', { name: new RegExp(`^${label.multi} ${word.closed}`), disabled: true }).waitFor();
    expect(await dialogOf(page).getByRole('link', { name: word.method }).getAttribute('href')).toBe(`/console/${place.region}/guide?mode=cidr`);
    await page.keyboard.press('Escape');
    await dialogOf(page).waitFor({ state: 'detached' });
  }

  async nat(): Promise<void> {
    const { page, label, word } = this;
    const { address, eniId } = await this.associate('eip-of-nat', label.nat, 'eni-of-nat');
    await page.getByRole('button', { name: word.configure }).click();
    await page.waitForURL(`**/enis/${eniId}?tab=guest`);
    await this.attach(eniId);
    await until(async () => (await answers(address)) !== '');
    const shown = await this.typed('ifconfig eth1');
    expect(shown).toMatch(/inet 10\.0\.0\.\d+/);
    expect(shown).not.toContain(address);
    expect(this.faults, this.faults.join('\n')).toEqual([]);
  }

  async cutThrough(): Promise<void> {
    const { label, word } = this;
    const { address, eniId } = await this.associate('eip-of-cut', `${label.cutThrough} ${word.notRecommended}`, 'eni-of-cut');
    await this.attach(eniId);
    await until(async () => (await answers(address)) !== '');
    const shown = await this.typed('ifconfig eth2');
    expect(shown).toContain(`inet ${address} `);
    expect(shown).not.toMatch(/inet 10\./);
    expect(this.faults, this.faults.join('\n')).toEqual([]);
  }

  async multi(): Promise<void> {
    const { page, label, word } = this;
    const one = await this.associate('eip-of-one', label.multi, 'eni-of-multi');
    const two = await this.associate('eip-of-two', label.multi, 'eni-of-multi');
    expect(two.eniId).toBe(one.eniId);
    await this.attach(one.eniId);
    await page.getByRole('tab', { name: word.eipsOfEni, exact: true }).click();
    for (const { address } of [one, two]) await page.getByRole('row').filter({ hasText: address }).getByText('255.255.255.0').waitFor();
    await page.getByRole('tab', { name: word.guest }).click();
    const recipe = page.locator('.code').filter({ hasText: one.address });
    await recipe.waitFor();
    const shown = await this.typed(`${(await recipe.innerText()).trim().split('\n').join('; ')}; clear; ifconfig eth3; ip -4 address show eth3`);
    for (const { address } of [one, two]) {
      expect(shown).toContain(`inet ${address}/24`);
      expect(await answers(address)).not.toBe('');
    }
    expect(shown).toMatch(/inet 10\.0\.0\.\d+/);
    expect(this.faults, this.faults.join('\n')).toEqual([]);
  }

  /** A page of the navigation. */
  private async open(name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: this.word.navigation }).getByRole('link', { name, exact: true }).click();
    await this.page.getByRole('heading', { name, level: 3, exact: true }).waitFor();
  }

  /** The page's own dialog: fields by label, typed or (an array) chosen; then OK. */
  private async make(name: string, fields: Readonly<Record<string, string | readonly [string]>>): Promise<void> {
    const { page } = this;
    await page.getByRole('button', { name }).first().click();
    await dialogOf(page).waitFor();
    for (const [field, value] of Object.entries(fields)) {
      if (typeof value === 'string') await dialogOf(page).getByLabel(field, { exact: true }).fill(value);
      else await choose(page, field, value[0]);
    }
    await confirm(page, this.label.ok);
  }

  private rowOf(name: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** §9.2 to §9.4, steps 3 to 5: the dialog of an EIP, up to the row of S-28. */
  private async associate(eip: string, mode: string, eni: string): Promise<{ readonly address: string; readonly eniId: string }> {
    const { page, label } = this;
    await this.open(label.eips);
    await page.getByRole('columnheader', { name: label.actions }).waitFor();
    await this.rowOf(eip).getByRole('button', { name: label.associate, exact: true }).click();
    const dialog = dialogOf(page);
    await dialog.getByText(label.title, { exact: true }).waitFor();
    await choose(page, label.instanceType, label.secondaryEni);
    await choose(page, label.resourceGroup, 'default');
    await dialog.getByText(label.mode, { exact: true }).waitFor();
    await dialog.getByRole('radio', { name: new RegExp(`^${mode}`) }).check();
    await dialog.getByText(label.target, { exact: true }).waitFor();
    await dialog.getByRole('row').filter({ hasText: eni }).getByRole('radio').check();
    await confirm(page, label.ok);

    const row = this.rowOf(eip);
    await row.getByText(label.allocated, { exact: true }).waitFor();
    const [cells, headers] = await Promise.all([row.getByRole('cell').allInnerTexts(), page.getByRole('columnheader').allInnerTexts()]);
    const cell = (name: string) => cells[headers.indexOf(name)] ?? '';
    expect(cell(label.status)).toBe(label.allocated);
    expect(cell(label.bound)).toMatch(new RegExp(`^${label.secondaryEni} / eni-\\w+$`));
    return { address: await row.getByText(/^\d+\.\d+\.\d+\.\d+$/).innerText(), eniId: cell(label.bound).split(' / ')[1] ?? '' };
  }

  /** §9.3, steps 6 and 7: from the row to the ENI, and its button at the top right. */
  private async attach(eniId: string): Promise<void> {
    const { page, label, word } = this;
    if (!page.url().includes(`/enis/${eniId}`)) await page.getByRole('link', { name: eniId }).first().click();
    await page.getByRole('heading', { name: eniId }).waitFor();
    await page.getByRole('button', { name: label.bindEni, exact: true }).click();
    await dialogOf(page).getByRole('radio', { name: this.instance }).check();
    await confirm(page, label.ok);
    await page.getByText(word.attached, { exact: true }).waitFor();
  }

  /** What a command says that is typed into the terminal of the instance. */
  private async typed(command: string): Promise<string> {
    const { page, place, instance } = this;
    await page.goto(`${cloud.endpoint}/console/${place.region}/terminal?place=${instance}`);
    const screen = page.locator('.xterm-accessibility-tree');
    await screen.getByText(/[#$]\s*$/).waitFor();
    await page.keyboard.type(`clear; ${command}; echo the''-end\n`);
    await screen.getByText('the-end').waitFor();
    return screen.innerText();
  }
}

async function answers(address: string): Promise<string> {
  return (await cloud.exec('internet', ['curl', '-s', '-m', '5', `http://${address}/`])).stdout;
}

const LANGUAGES = Object.keys(LABELS) as Language[];
const readers = new Map(LANGUAGES.map((language) => [language, new Reader(language)]));

/** What all readers do at the same time: they meet in nothing but the account. Each of these is a block of its own, so that a reader does one at a time. */
function together(name: string, walk: (reader: Reader) => Promise<void>): void {
  it.concurrent.each(LANGUAGES)(`${name}, in %s`, async (language) => {
    const reader = readers.get(language);
    if (reader === undefined) throw new Error(`nobody reads ${language}`);
    await walk(reader);
  });
}

describe('E25, with an account that has no permission of multi-EIP', () => {
  beforeAll(() => Promise.all([...readers.values()].map((reader) => reader.signIn())));
  together('S-26, S-28, S-08, §9.2: NAT from an empty region, and the closed mode for all to see', async (reader) => {
    await reader.prepare();
    await reader.seesThatMultiIsClosed();
    await reader.nat();
  });
});

describe('E25, with the ENI bound to its instance after the EIP', () => {
  together('S-28, S-08, S-33, §9.3: cut-through', (reader) => reader.cutThrough());
});

describe('E25, with an entitled account', () => {
  // The open pages hear of it.
  beforeAll(() => cloud.call('OpenEIP', 'SetEntitlement', { MultiEip: true }));
  together('S-28, S-08, S-38, S-39, §9.4: two EIPs beside the private address', (reader) => reader.multi());
});
