import { useSearchParams } from 'wouter';
import { type ListState, readList, writeList } from './list-state.ts';

/** The list in the address. Filters are steps Back undoes; typing in the search is not. */
export function useListState(): [ListState, (changes: Partial<ListState>) => void] {
  const [search, setSearch] = useSearchParams();
  const state = readList(search);
  const change = (changes: Partial<ListState>) =>
    setSearch((before) => writeList({ ...readList(before), ...changes }), { replace: 'words' in changes });
  return [state, change];
}
