/** What the map's signs mean. */
import { PauseCircleFilled, PoweroffOutlined } from '@ant-design/icons';
import { useWords } from '../../i18n/words.js';
import { usePreferences } from '../../layout/preferences.js';
import { wayText } from './facts.js';
import { Stroke, WAY_ICONS } from './lines.js';
import { WAYS } from './region.js';

export function Legend({ tracing }: { readonly tracing: boolean }) {
  const words = useWords();
  const { t } = words;
  const { still } = usePreferences();
  return (
    <section className="map-legend" aria-label={t.seeing.map.legend}>
      <Part title={t.seeing.map.legendLines}>
        {WAYS.map((way) => {
          const Icon = WAY_ICONS[way];
          return <li key={way}><Sample><Stroke way={way} path="M2 8H46" /></Sample><span className={`map-way-${way} map-legend-icon`}><Icon aria-hidden /></span> {wayText(words, way)}</li>;
        })}
      </Part>
      <Part title={t.seeing.map.legendStates}>
        <li><i className="map-swatch map-square-running" />{t.seeing.map.running}</li>
        <li><i className="map-swatch map-square-stopped" /><PoweroffOutlined aria-hidden /> {t.seeing.map.stopped}</li>
        <li><i className="map-swatch map-square-changing" />{t.seeing.map.changing}</li>
        <li><i className="map-swatch map-square-unattached" />{t.seeing.map.notAttached}</li>
        <li><span className="map-bad"><PauseCircleFilled aria-hidden /></span> {t.seeing.map.suspended}</li>
      </Part>
      {tracing && (
        <Part title={t.seeing.map.legendTrace}>
          <li><Sample><path className="map-track-there" d="M2 8H46" /></Sample>{t.seeing.map.there}</li>
          <li><Sample><path className="map-track-back" d="M2 8H46" /></Sample>{t.seeing.map.back}</li>
        </Part>
      )}
      <p>{still ? t.seeing.map.legendTrafficStill : t.seeing.map.legendTraffic} {t.seeing.map.legendFar} {t.seeing.map.keys}</p>
    </section>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return <div><strong>{title}</strong><ul>{children}</ul></div>;
}

function Sample({ children }: { readonly children: React.ReactNode }) {
  return <svg className="map-sample" width={48} height={16} aria-hidden>{children}</svg>;
}
