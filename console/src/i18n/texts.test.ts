import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ipAddress, MODES } from '../../../src/cloud/association-modes/index.js';
import { en } from './en.js';
import { en as enErrors } from './errors/en.js';
import { ja as jaErrors } from './errors/ja.js';
import { zh as zhErrors } from './errors/zh.js';
import { ja } from './ja.js';
import { zh } from './zh.js';

/** Path → text, for each string of a dictionary; of a sentence with values, its text with numbered places. */
function strings(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String((node as (...values: readonly string[]) => unknown)('{0}', '{1}'))]];
  return Object.entries(node ?? {}).flatMap(([key, value]) => strings(value, `${path}.${key}`));
}

const DICTIONARIES = { ja, zh };

describe('the dictionaries', () => {
  const english = new Map(strings(en));

  it.each(Object.entries(DICTIONARIES))('%s has every string, none empty, with the same values in it', (_, dictionary) => {
    const texts = new Map(strings(dictionary));
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of texts) {
      expect(text.trim(), path).not.toBe('');
      expect(text.match(/\{\d\}/g)?.sort() ?? [], path).toEqual(english.get(path)?.match(/\{\d\}/g)?.sort() ?? []);
    }
  });

  // What one reads in all three: names, units, the cloud's own words.
  it.each([['ja', ja, /[ぁ-んァ-ヶ一-龠]/], ['zh', zh, /[一-龠]/]] as const)('%s is translated', (_, dictionary, script) => {
    const same = strings(dictionary).filter(([path, text]) => text === english.get(path) && text.length > 24 && !script.test(text));
    expect(same).toEqual([]);
  });

  it('the modes are called as the mode objects call them (§9.1)', () => {
    for (const [name, mode] of Object.entries(MODES)) {
      expect({ ja: ja.bind.modes, en: en.bind.modes, zh: zh.bind.modes }, name).toMatchObject({
        ja: { [name]: mode.labels.ja }, en: { [name]: mode.labels.en }, zh: { [name]: mode.labels.zh },
      });
    }
  });

  it('§9.1: the labels of the procedures', () => {
    const labels = ({ nav, common, eip, bind, status, eni, top, console }: typeof en) => [
      console, top.region, nav.eips, common.actions, eip.associate, bind.title, bind.instanceType, bind.secondaryEni, bind.ecsInstance, bind.resourceGroup, bind.mode, bind.target, common.ok,
      eip.status, status.eip.InUse, eip.bound, eni.bind,
    ];
    expect(labels(ja)).toEqual([
      'Elastic IP Addressコンソール', 'リージョン', 'Elastic IP アドレス', 'アクション', 'リソースと関連付ける', 'EIPとリソースの関連付け', 'インスタンスタイプ', 'セカンダリ ENI', 'ECS インスタンス',
      'リソースグループ', 'モード', '関連付けるインスタンスを選択してください', 'OK', 'IPステータス', '割り当て済み', '関連付けられたインスタンスタイプ /ID', 'インスタンスにバインド',
    ]);
    expect(labels(en)).toEqual([
      'Elastic IP Address console', 'Region', 'Elastic IP Addresses', 'Actions', 'Associate with Resource', 'Associate EIP with Resource', 'Instance Type', 'Secondary ENI', 'ECS Instance',
      'Resource Group', 'Mode', 'Select an instance to associate', 'OK', 'IP Status', 'Allocated', 'Associated Instance Type/ID', 'Bind to Instance',
    ]);
    expect(labels(zh)).toEqual([
      '弹性公网IP管理控制台', '地域', '弹性公网IP', '操作', '绑定资源', '绑定弹性公网IP至资源', '实例类型', '辅助弹性网卡', 'ECS 实例',
      '资源组', '绑定模式', '选择要绑定的实例', '确定', '状态', '已分配', '绑定实例类型/ID', '绑定实例',
    ]);
  });
});

describe('the error texts', () => {
  const documented = new Set([...readFileSync(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8').matchAll(/^\| \d+ \| `([^`]+)`/gm)].map(([, code = '']) => code));

  it('explain codes that the cloud has', () => {
    const invented = Object.keys(enErrors).filter((code) => !documented.has(code));
    // The console's own.
    expect(invented).toEqual(['Unreachable']);
  });

  it('explain every refusal of a bind and an unbind (§3.2, §3.3)', () => {
    const checks = [...Object.values(MODES), ipAddress].flatMap(({ bindChecks, unbindChecks }) => [...bindChecks, ...unbindChecks]);
    const unexplained = new Set(checks.map(({ error }) => error.code).filter((code) => !Object.hasOwn(enErrors, code)));
    expect([...unexplained]).toEqual([]);
  });

  it.each([['ja', jaErrors], ['zh', zhErrors]] as const)('%s says what it means and what to do, for each', (_, texts) => {
    for (const [code, [meaning, mend]] of Object.entries(texts)) {
      expect(meaning, code).toMatch(/[。]$/);
      expect(mend, code).toMatch(/[。]$/);
    }
    expect(Object.keys(texts).sort()).toEqual(Object.keys(enErrors).sort());
  });
});
