import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, type FilmForm } from '../../api/index.ts';

const PAUSE_MS = 600;

/** The plan and price of a form, drawn again 600 ms after the last change. The old plan stays until the new one is here. */
export function usePlan(form: FilmForm) {
  const settled = useSettled(JSON.stringify(form));
  return useQuery({
    queryKey: ['plan', settled],
    queryFn: ({ signal }) => call('planFilm', { body: JSON.parse(settled) as FilmForm, signal }),
    enabled: (JSON.parse(settled) as FilmForm).brief !== '',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
