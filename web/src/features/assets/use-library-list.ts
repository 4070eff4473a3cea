import { useSearchParams } from 'wouter';
import { type LibraryState, readLibrary, writeLibrary } from './library-state.ts';

/** The list in the address. Filters are steps Back undoes; typing in the search is not. */
export function useLibraryList(): [LibraryState, (changes: Partial<LibraryState>) => void] {
  const [search, setSearch] = useSearchParams();
  const state = readLibrary(search);
  const change = (changes: Partial<LibraryState>) =>
    setSearch((before) => writeLibrary({ ...readLibrary(before), ...changes }), { replace: 'words' in changes });
  return [state, change];
}
