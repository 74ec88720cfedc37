import { useEffect, useState, type RefObject } from 'react';

/** A group of radios is entered at the one that is chosen. */
const FIELD = 'input:is(:not([type=radio]), :checked):enabled, textarea:enabled';

/** Where the keyboard is while a dialog stands: at its first field (`otherwise` where it has none), and after it where it was before. */
export function useDialogFocus(fields: RefObject<HTMLElement | null>, otherwise: RefObject<HTMLElement | null>): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    const first = fields.current?.querySelector<HTMLElement>(FIELD) ?? otherwise.current;
    first?.focus({ preventScroll: true });
    return () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, [fields, otherwise, opener]);
}
