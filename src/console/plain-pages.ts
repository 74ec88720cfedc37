/** Pages for people in a browser where there is no application to show: plain text, in the language that the browser prefers. */
import type { IncomingMessage, ServerResponse } from 'node:http';

type Language = 'en' | 'ja' | 'zh';
/** What is the matter, and what to do ('' where there is nothing to do). */
type Text = readonly [what: string, mend: string];

const PAGES = {
  usedUrl: {
    en: ['This URL was used already, or is none of this cloud as it runs now.', 'The command "openeip console" prints a fresh URL.'],
    ja: ['このURLはすでに使用されたか、現在動作しているクラウドのものではありません。', 'コマンド「openeip console」を実行すると、新しいURLが表示されます。'],
    zh: ['此URL已被使用，或不属于当前运行的云。', '运行命令“openeip console”可得到新的URL。'],
  },
  notDone: {
    en: ['This is not done here.', ''],
    ja: ['ここではこの操作はできません。', ''],
    zh: ['此处不支持该操作。', ''],
  },
  notBuilt: {
    en: ['The console is not built.', 'Run: npm run build'],
    ja: ['コンソールがビルドされていません。', '次のコマンドを実行してください: npm run build'],
    zh: ['控制台尚未构建。', '请运行：npm run build'],
  },
  noPage: {
    en: ['There is no such page.', ''],
    ja: ['このページはありません。', ''],
    zh: ['没有此页面。', ''],
  },
} as const satisfies Record<string, Record<Language, Text>>;

export function page(request: IncomingMessage, response: ServerResponse, status: number, name: keyof typeof PAGES): void {
  const language = preferred(request.headers['accept-language']);
  const [what, mend] = PAGES[name][language];
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-language': language, 'cache-control': 'no-store' })
    .end(`OpenEIP\n\n${what}\n${mend}\n`);
}

/** Of `ja,en-US;q=0.7`: the first of the best that there is, English otherwise. */
function preferred(header = ''): Language {
  const asked = header.split(',').map((part) => {
    const [tag = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = parameters.find((text) => text.startsWith('q='))?.slice(2);
    return { language: tag.slice(0, 2), quality: quality === undefined ? 1 : Number(quality) };
  });
  return asked.sort((a, b) => b.quality - a.quality).map(({ language }) => language).find(isLanguage) ?? 'en';
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(PAGES.noPage, text);
}
