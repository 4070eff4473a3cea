export { NewFilmScreen } from './new-film-screen.tsx';
export { usePriceWords } from './price-words.ts';
