/** One chart: a picture for those who see it, and its summary for those who do not. */
import { theme as antTheme } from 'antd';
import { useEffect, useRef } from 'react';
import { init } from './echarts.js';
import { optionOf, type Picture } from './options.js';

type Instance = ReturnType<typeof init>;

export function Chart({ picture, summary }: { readonly picture: Picture; readonly summary: string }) {
  const { token } = antTheme.useToken();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<Instance>(undefined);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const made = init(element, undefined, { renderer: 'svg' });
    chart.current = made;
    const watch = new ResizeObserver(() => {
      made.resize();
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(optionOf(picture, {
      colors: [token.colorPrimary, token.colorSuccess, token.colorWarning], cap: token.colorError, text: token.colorTextSecondary, line: token.colorBorderSecondary,
      background: token.colorBgElevated, font: token.fontFamily,
    }));
  }, [picture, token]);
  return <div ref={host} className="chart" role="img" aria-label={summary} />;
}
