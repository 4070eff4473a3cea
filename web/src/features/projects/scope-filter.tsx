import { useSearchParams } from 'wouter';
import type { Scope } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Segmented } from '../../ui/index.ts';

/** Everybody's work or mine; it stands in the address. */
export function useScope(): [Scope, (scope: Scope) => void] {
  const [search, setSearch] = useSearchParams();
  const scope = search.get('scope') === 'mine' ? 'mine' : 'organization';
  const setScope = (next: Scope) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (next === 'mine') after.set('scope', next);
        else after.delete('scope');
        return after;
      },
      { replace: true },
    );
  return [scope, setScope];
}

export function ScopeFilter({ scope, onChange }: { scope: Scope; onChange: (scope: Scope) => void }) {
  const t = useWords();
  return (
    <Segmented
      label={t('scopes.label')}
      value={scope}
      choices={[
        { value: 'organization', label: t('scopes.organization') },
        { value: 'mine', label: t('scopes.mine') },
      ]}
      onChange={onChange}
    />
  );
}
