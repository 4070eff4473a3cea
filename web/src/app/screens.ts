import {
  Clapperboard,
  Film,
  House,
  Library,
  ListOrdered,
  type LucideIcon,
  Package,
  Send,
  SwatchBook,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { later } from '../ui/index.ts';
import { Waiting } from './waiting.tsx';
import { laterWords, type WordKey } from './words/index.ts';

/** A screen with a place in the rail: its address below /o/:org, name, sign and key after G. Adding one is one line. */
export type RailEntry = { path: string; name: WordKey; icon: LucideIcon; key: string };
export const RAIL: readonly RailEntry[] = [
  { path: '/', name: 'nav.home', icon: House, key: 'h' },
  { path: '/projects', name: 'nav.projects', icon: Film, key: 'p' },
  { path: '/studios/product-film', name: 'nav.productFilm', icon: Clapperboard, key: 'f' },
  { path: '/products', name: 'nav.catalogue', icon: Package, key: 'c' },
  { path: '/brands', name: 'nav.brands', icon: SwatchBook, key: 'b' },
  { path: '/library/assets', name: 'nav.library', icon: Library, key: 'l' },
  { path: '/deliveries', name: 'nav.deliveries', icon: Send, key: 'd' },
  { path: '/queue', name: 'nav.queue', icon: ListOrdered, key: 'q' },
];

/** Every screen behind sign-in, fetched when first opened. */
export const SCREENS: readonly { path: string; screen: ComponentType }[] = [
  { path: '/', screen: later(async () => (await import('../features/home/index.ts')).HomeScreen, Waiting) },
  {
    path: '/projects',
    screen: behind(async () => (await import('../features/projects/index.ts')).ProjectsScreen),
  },
  {
    path: '/projects/new/film',
    screen: behind(async () => (await import('../features/films/index.ts')).NewFilmScreen),
  },
  {
    path: '/studios/product-film',
    screen: behind(async () => (await import('../features/product-films/index.ts')).ProductFilmScreen),
  },
  {
    path: '/studios/product-film/many',
    screen: behind(async () => (await import('../features/product-films/index.ts')).ManyFilmsScreen),
  },
  {
    path: '/studios/product-film/templates/:id',
    screen: behind(async () => (await import('../features/product-templates/index.ts')).TemplateScreen),
  },
  {
    path: '/film/:id/:tab?',
    screen: behind(async () => (await import('../features/storyboards/index.ts')).FilmScreen),
  },
  {
    path: '/brands',
    screen: behind(async () => (await import('../features/brands/index.ts')).BrandsScreen),
  },
  {
    path: '/brands/:id/kit',
    screen: behind(async () => (await import('../features/brands/index.ts')).KitScreen),
  },
  {
    path: '/products',
    screen: behind(async () => (await import('../features/catalogue/index.ts')).ProductsScreen),
  },
  {
    path: '/products/import',
    screen: behind(async () => (await import('../features/product-imports/index.ts')).ImportScreen),
  },
  {
    path: '/products/import/:run',
    screen: behind(async () => (await import('../features/product-imports/index.ts')).ImportRunScreen),
  },
  {
    path: '/products/:id',
    screen: behind(async () => (await import('../features/catalogue/index.ts')).ProductScreen),
  },
  {
    path: '/library/assets',
    screen: behind(async () => (await import('../features/assets/index.ts')).AssetsScreen),
  },
  {
    path: '/library/held',
    screen: behind(async () => (await import('../features/assets/index.ts')).HeldScreen),
  },
  {
    path: '/library/assets/:id',
    screen: behind(async () => (await import('../features/assets/index.ts')).ViewerScreen),
  },
  {
    path: '/deliveries',
    screen: behind(async () => (await import('../features/deliveries/index.ts')).DeliveriesScreen),
  },
  { path: '/queue', screen: behind(async () => (await import('../features/queue/index.ts')).QueueScreen) },
  { path: '/jobs/:id', screen: behind(async () => (await import('../features/queue/index.ts')).JobScreen) },
  {
    path: '/me/:section?',
    screen: behind(async () => (await import('../features/settings/index.ts')).MeScreen),
  },
  {
    path: '/admin/queues',
    screen: behind(async () => (await import('../features/queue/index.ts')).OperatorQueuesScreen),
  },
  {
    path: '/settings/:section?',
    screen: behind(async () => (await import('../features/settings/index.ts')).SettingsScreen),
  },
  {
    path: '/help/credits',
    screen: behind(async () => (await import('../features/help/index.ts')).CreditsScreen),
  },
];

/** A screen that comes with every word of the language; Home alone stands before they are there. */
function behind(load: () => Promise<ComponentType>): ComponentType {
  return later(async () => {
    const [screen] = await Promise.all([load(), laterWords()]);
    return screen;
  }, Waiting);
}
