export function FilmScreen() {
  return null;
}
