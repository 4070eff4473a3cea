import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Film, Image, Package, SwatchBook, UserRound } from 'lucide-react';
import { brandsQuery, call } from '../../api/index.ts';
import type { IconOf } from '../../ui/index.ts';
import { holdsWords } from './find-words.ts';

type Found = { id: string; href: string; name: string; aside?: string; icon: IconOf };
export type FoundGroup = { key: 'projects' | 'products' | 'files' | 'brands' | 'people'; items: Found[] };

const MOST = 6;
/** One letter finds half of everything. */
const LEAST_LETTERS = 2;

/** Things of the organization by their names, each kind asked for beside the others. */
export function useFound(words: string): FoundGroup[] {
  const isAsked = words.length >= LEAST_LETTERS;
  const projects = useQuery(findQuery('projects', words, isAsked, findProjects));
  const products = useQuery(findQuery('products', words, isAsked, findProducts));
  const files = useQuery(findQuery('files', words, isAsked, findFiles));
  const brands = useQuery({ ...brandsQuery, enabled: isAsked });
  const people = useQuery({ queryKey: ['members'], queryFn: () => call('listMembers'), enabled: isAsked });
  if (!isAsked) return [];
  return [
    { key: 'projects', items: projects.data ?? [] },
    { key: 'products', items: products.data ?? [] },
    {
      key: 'brands',
      items: (brands.data?.items ?? [])
        .filter(({ name }) => holdsWords(name, words))
        .map(({ id, name }) => ({ id, name, href: `/brands/${id}/kit`, icon: SwatchBook })),
    },
    { key: 'files', items: files.data ?? [] },
    {
      key: 'people',
      items: (people.data?.items ?? [])
        .filter(({ name, email }) => holdsWords(`${name} ${email}`, words))
        .map(({ userId, name, email }) => ({
          id: userId,
          name,
          aside: email,
          href: '/settings/members',
          icon: UserRound,
        })),
    },
  ];
}

type Find = (q: string, signal: AbortSignal) => Promise<Found[]>;

function findQuery(kind: string, words: string, enabled: boolean, find: Find) {
  return {
    queryKey: ['found', kind, words],
    queryFn: ({ signal }: { signal: AbortSignal }) => find(words, signal),
    enabled,
    placeholderData: keepPreviousData,
    // Names change: what was found a minute ago is asked for again.
    staleTime: 10_000,
    gcTime: 60_000,
  };
}

const findProjects: Find = async (q, signal) =>
  (await call('listProjects', { query: { q, limit: MOST }, signal })).items.map(({ id, name }) => ({
    id,
    name,
    href: `/film/${id}/storyboard`,
    icon: Film,
  }));

const findProducts: Find = async (q, signal) =>
  (await call('listProducts', { query: { q, limit: MOST }, signal })).items.map(({ id, name, sku }) => ({
    id,
    name,
    href: `/products/${id}`,
    icon: Package,
    ...(sku ? { aside: sku } : {}),
  }));

const findFiles: Find = async (q, signal) =>
  (await call('listAssets', { query: { q, limit: MOST }, signal })).items.map(({ id, name }) => ({
    id,
    name,
    href: `/library/assets/${id}`,
    icon: Image,
  }));
