/** A field for a moment. Ant Design's calendar is large, so it is loaded where there is such a field. */
import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import type { MomentProps } from './moment-picker.js';

const Picker = lazy(async () => ({ default: (await import('./moment-picker.js')).MomentPicker }));

export function MomentInput(props: MomentProps) {
  return <Suspense fallback={<Skeleton.Input style={{ width: 220 }} />}><Picker {...props} /></Suspense>;
}
