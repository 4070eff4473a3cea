import { useCallback } from 'react';
import type { Capability } from '../../api/index.ts';
import { localeOf, useLanguage, useWords } from '../../app/words/index.ts';

/** Capabilities as a list in words: "pictures, changes to pictures and films". */
export function useCapabilityNames(): (capabilities: readonly Capability[]) => string {
  const t = useWords();
  const locale = localeOf(useLanguage());
  return useCallback(
    (capabilities) =>
      new Intl.ListFormat(locale, { type: 'conjunction' }).format(capabilities.map((each) => t(`capability.${each}`))),
    [t, locale],
  );
}
