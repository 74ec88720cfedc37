/** What a chart shows, as ECharts wants it: two directions told apart by more than colour, in the theme's colours, with the user's numbers and times. */
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, MarkLineComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';

export type ChartOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption | LegendComponentOption | MarkLineComponentOption | TooltipComponentOption>;

export interface Series {
  readonly name: string;
  /** ms, value */
  readonly points: readonly (readonly [time: number, value: number])[];
}

export interface Picture {
  /** Lines hold from their point until the next; bars stand for periods and are stacked. */
  readonly kind: 'step' | 'line' | 'bar';
  /** At most three. */
  readonly series: readonly Series[];
  readonly from: number;
  readonly to: number;
  /** What must not be passed. */
  readonly cap?: { readonly name: string; readonly value: number };
  readonly written: (value: number) => string;
  readonly moment: (time: number, precise: boolean) => string;
}

export interface Look {
  /** One for each series, then that of the cap. */
  readonly colors: readonly [string, string, string];
  readonly cap: string;
  readonly text: string;
  readonly line: string;
  readonly background: string;
  readonly font: string;
}

const DASHES: readonly ('solid' | 'dotted' | number[])[] = ['solid', [7, 4], 'dotted'];
const HATCHED = { rotation: -Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 5], color: 'rgba(255, 255, 255, 0.45)' };
/** Of the height that the highest value may take. */
const HEADROOM = 1.08;

export function optionOf({ kind, series, from, to, cap, written, moment }: Picture, look: Look): ChartOption {
  const label = { color: look.text, fontFamily: look.font };
  const highest = Math.max(cap?.value ?? 0, ...(kind === 'bar' ? sums(series) : series.flatMap(({ points }) => points.map(([, value]) => value))));
  return {
    animation: false,
    color: [...look.colors],
    textStyle: { fontFamily: look.font },
    grid: { left: 12, right: 24, top: 40, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { top: 0, left: 0, textStyle: label, itemWidth: 32, icon: kind === 'bar' ? 'roundRect' : 'inherit', inactiveColor: look.line },
    tooltip: {
      trigger: 'axis', backgroundColor: look.background, borderColor: look.line, textStyle: label, confine: true,
      axisPointer: { type: kind === 'bar' ? 'shadow' : 'line', label: { formatter: ({ value }) => moment(Number(value), true) } },
      formatter: (found) => told(found, written, moment),
    },
    xAxis: {
      type: 'time', min: from, max: to, axisLabel: { ...label, formatter: (time: number) => moment(time, false), hideOverlap: true }, axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false },
      splitLine: { show: false },
    },
    yAxis: { type: 'value', min: 0, max: highest === 0 ? 1 : highest * HEADROOM, splitNumber: 4, axisLabel: { ...label, formatter: written, showMaxLabel: false }, splitLine: { lineStyle: { color: look.line } } },
    series: series.map(({ name, points }, index) => {
      const data = points.map((point) => [...point]);
      const mark = index === 0 && cap !== undefined ? { markLine: capLine(cap, written, look) } : {};
      return kind === 'bar'
        ? { type: 'bar', name, data, stack: 'all', barMaxWidth: 24, ...(index === 0 ? {} : { itemStyle: { decal: { ...HATCHED } } }), ...mark }
        : {
            type: 'line', name, data, step: kind === 'step' ? 'end' : false, showSymbol: false, lineStyle: { width: 2, type: DASHES[index] ?? 'solid' },
            areaStyle: { opacity: index === 0 ? 0.12 : 0 }, ...mark,
          };
    }),
  };
}

function capLine({ name, value }: NonNullable<Picture['cap']>, written: Picture['written'], { cap, font }: Look): MarkLineComponentOption {
  return {
    symbol: 'none', silent: true, data: [{ yAxis: value }], lineStyle: { color: cap, type: 'dashed', width: 1.5 },
    label: { color: cap, fontFamily: font, position: 'insideStartTop', formatter: `${name} ${written(value)}` },
  };
}

/** Of stacked bars, by place. */
function sums(series: readonly Series[]): readonly number[] {
  return (series[0]?.points ?? []).map((_, index) => series.reduce((sum, { points }) => sum + (points[index]?.[1] ?? 0), 0));
}

/** Only numbers and words of the dictionary come in here, so it is safe as HTML. */
function told(found: unknown, written: Picture['written'], moment: Picture['moment']): string {
  const points = (Array.isArray(found) ? found : [found]) as readonly { readonly seriesName?: string; readonly marker?: unknown; readonly value: readonly [number, number] }[];
  const lines = points.map(({ seriesName = '', marker, value: [, value] }) => `<div>${typeof marker === 'string' ? marker : ''}${seriesName} <b>${written(value)}</b></div>`);
  return `<div>${points[0] === undefined ? '' : moment(points[0].value[0], true)}</div>${lines.join('')}`;
}
