import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { withoutSecrets } from './log.js';
import { renderAnswer, renderError } from './render.js';

const ID = '0ED8D006-F706-4D23-88ED-E11ED28DCAC0';
const BODY = {
  TotalCount: 2,
  Flag: true,
  Nothing: null,
  Empty: '',
  EipAddresses: { EipAddress: [{ Name: 'a&b<c>"\'' }, { Name: '日本' }] },
  NoItems: { Item: [] },
  Tags: [{ Key: 'k' }],
};

const failed = (...given: Parameters<typeof renderError>) => renderError(...given).toString();
const answered = (...given: Parameters<typeof renderAnswer>) => renderAnswer(...given).toString();

describe('§6.6: answers', () => {
  it('JSON: RequestId and the fields', () => {
    const text = answered('JSON', 'X', ID, BODY);
    expect(JSON.parse(text)).toEqual({ RequestId: ID, ...BODY });
    expect(answered('JSON', 'X', ID, {})).toBe(`{"RequestId":"${ID}"}`);
  });

  it('a prepared body: its text for JSON, its value for XML', () => {
    const body = { json: () => [Buffer.from('"A":'), Buffer.from('[1]')], value: () => ({ A: [1] }) };
    expect(answered('JSON', 'X', ID, body)).toBe(`{"RequestId":"${ID}","A":[1]}`);
    expect(answered('XML', 'X', ID, body)).toContain('<A>1</A>');
  });

  it('XML: <ActionResponse>, elements repeated inside their wrapper', () => {
    const text = answered('XML', 'DescribeEipAddresses', ID, BODY);
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>' +
        `<DescribeEipAddressesResponse><RequestId>${ID}</RequestId><TotalCount>2</TotalCount><Flag>true</Flag><Empty></Empty>` +
        '<EipAddresses><EipAddress><Name>a&amp;b&lt;c&gt;"\'</Name></EipAddress><EipAddress><Name>日本</Name></EipAddress>' +
        '</EipAddresses><NoItems></NoItems><Tags><Key>k</Key></Tags></DescribeEipAddressesResponse>',
    );
  });

  it('errors in both forms', () => {
    const error = { requestId: ID, host: 'vpc.aliyuncs.com', code: 'Some.Code', message: 'a < b & "c"' };
    const fields = {
      RequestId: ID,
      HostId: 'vpc.aliyuncs.com',
      Code: 'Some.Code',
      Message: 'a < b & "c"',
      Recommend: 'https://api.aliyun.com/troubleshoot?q=Some.Code',
    };
    expect(JSON.parse(failed('JSON', error))).toEqual(fields);
    expect(new XMLParser().parse(failed('XML', error))).toMatchObject({ Error: fields });
  });

  it('a carriage return and a spelt-out entity come back as they were', () => {
    const text = answered('XML', 'X', ID, { Name: 'a\r\n&lt;&#60;' });
    expect(text).toContain('<Name>a&#xD;\n&amp;lt;&amp;#60;</Name>');
  });

  it('every character a client can send leaves XML well-formed', () => {
    const all = Array.from({ length: 0x300 }, (_, i) => String.fromCharCode(i)).join('') + '\ud800\ufffe\uffff&amp;]]>😀';
    const text = answered('XML', 'X', ID, { Name: all });
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u);
    expect(text).toContain('abc');
    expect(text).toContain('&amp;amp;]]&gt;😀');
  });
});

describe('the request log', () => {
  it('holds no secrets', () => {
    const secrets = ['Signature', 'SecurityToken', 'Password', 'UserData', 'LaunchTemplate.UserData', 'Disk.1.Password', 'AccessKeySecret'];
    const open = ['ClientToken', 'NextToken', 'SignatureNonce', 'PasswordInherit', 'Name'];
    const logged = withoutSecrets(new Map([...secrets, ...open].map((name) => [name, 'value'])));
    expect(Object.keys(logged).filter((name) => logged[name] === '***')).toEqual(secrets);
    expect(Object.keys(logged).filter((name) => logged[name] === 'value')).toEqual(open);
  });
});
