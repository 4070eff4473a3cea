import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

const GROUNDS = ['#c9b8a2', '#8fa39a', '#3b4250', '#d8cfc2', '#a5694f', '#5d6d5a'];

/** A still life in vectors, so that the fixture needs no file: a bottle on a lit wall, told apart by `index`. */
export function drawPicture(index: number, width: number, height: number): Promise<Buffer> {
  const ground = GROUNDS[index % GROUNDS.length];
  const turn = ((index * 37) % 60) - 30;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 160 90" preserveAspectRatio="xMidYMid slice">
    <defs><radialGradient id="l" cx="${40 + (index % 5) * 12}%" cy="25%" r="80%"><stop offset="0" stop-color="#fff" stop-opacity=".55"/><stop offset="1" stop-color="#000" stop-opacity=".35"/></radialGradient></defs>
    <rect width="160" height="90" fill="${ground}"/><rect width="160" height="90" fill="url(#l)"/>
    <rect y="66" width="160" height="24" fill="#000" opacity=".16"/>
    <ellipse cx="${80 + turn}" cy="70" rx="20" ry="3" fill="#000" opacity=".35"/>
    <g transform="translate(${80 + turn} 70)"><rect x="-11" y="-38" width="22" height="38" rx="4" fill="#f4efe6"/><rect x="-5" y="-50" width="10" height="12" fill="#2b2b2b"/><rect x="-11" y="-26" width="22" height="12" fill="${GROUNDS[(index + 2) % 6]}"/></g>
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
}

/** Pictures and films of a folder given on the command line, or drawn ones. */
export function createMedia(files: string[]) {
  const pictures = files.filter((file) => /\.(jpe?g|png)$/i.test(file));
  const films = files.filter((file) => file.endsWith('.mp4'));
  return {
    hasFilms: films.length > 0,
    filmFile: (index: number) => films[index % films.length] ?? '',
    async picture(index: number, width = 960, ratio = 16 / 9): Promise<Buffer> {
      const height = Math.round(width / ratio);
      const file = pictures.length > 0 ? pictures[index % pictures.length] : undefined;
      if (!file) return drawPicture(index, width, height);
      return sharp(await readFile(file))
        .resize(width, height, { fit: 'cover' })
        .jpeg({ quality: 82 })
        .toBuffer();
    },
  };
}
export type Media = ReturnType<typeof createMedia>;
