/** Ant Design's colours, by the names that the map's styles use. */
import { theme as antTheme } from 'antd';
import type { CSSProperties } from 'react';

export function useColours(): CSSProperties {
  const { token } = antTheme.useToken();
  return {
    '--map-ground': token.colorBgLayout, '--map-box': token.colorBgContainer, '--map-raised': token.colorBgElevated, '--map-fill': token.colorFillQuaternary,
    '--map-border': token.colorBorder, '--map-border-quiet': token.colorBorderSecondary, '--map-text': token.colorText, '--map-quiet': token.colorTextSecondary,
    '--map-primary': token.colorPrimary, '--map-good': token.colorSuccess, '--map-good-text': token.colorSuccessText, '--map-good-fill': token.colorSuccessBg,
    '--map-bad': token.colorError, '--map-bad-text': token.colorErrorText, '--map-warn': token.colorWarning,
  } as CSSProperties;
}
