/** Whether the window is too narrow for the navigation to stand beside the page. */
import { useMedia } from './preferences.js';

/** As wide as Ant Design's `lg` begins; app.css says the same. */
export const useNarrow = (): boolean => useMedia('(max-width: 991.98px)');
