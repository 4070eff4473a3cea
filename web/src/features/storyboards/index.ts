export { FilmScreen } from './film-screen.tsx';
