import type { SKRSContext2D } from '@napi-rs/canvas';
import { traceMark } from './logo.ts';
import { amberGlass, brass, herringbone, knit, lacquer, leather, roundPaper, thread } from './materials.ts';
import { type Material, mottle, type Part, PICTURE_HEIGHT, PICTURE_WIDTH, type StillLife } from './still-life.ts';

export type SampleProduct = { key: string; fileName: string; scene: () => StillLife };

/** The goods of the sample brand. Names of files are words of the sample brief, so that labels can be read from them. */
export const SAMPLE_PRODUCTS: readonly SampleProduct[] = [
  { key: 'tote', fileName: 'tote.jpg', scene: drawTote },
  { key: 'scarf', fileName: 'scarf.jpg', scene: drawScarf },
  { key: 'beanie', fileName: 'beanie.jpg', scene: drawBeanie },
  { key: 'balm', fileName: 'balm.jpg', scene: drawBalm },
];

type Paint = (context: SKRSContext2D) => void;
const stroke =
  (widthPx: number, trace: Paint, dash: number[] = []): Paint =>
  (context) => {
    context.lineWidth = widthPx;
    context.lineCap = 'round';
    context.setLineDash(dash);
    context.beginPath();
    trace(context);
    context.stroke();
    context.setLineDash([]);
  };
const fill =
  (trace: Paint): Paint =>
  (context) => {
    context.beginPath();
    trace(context);
    context.fill();
  };

/** Cognac leather tote, standing: soft slouch, stitched edges, two rolled handles, brass studs. */
function drawTote(): StillLife {
  const hide = leather('#9a5a2e', 11);
  const darkHide = leather('#7c4421', 12);
  const waxed = thread('#e2bd8a');
  const body: Paint = fill((path) => {
    path.moveTo(262, 548);
    path.quadraticCurveTo(620, 534, 978, 548);
    path.bezierCurveTo(1002, 800, 1026, 1010, 1040, 1218);
    path.quadraticCurveTo(1042, 1268, 992, 1270);
    path.quadraticCurveTo(620, 1284, 248, 1270);
    path.quadraticCurveTo(198, 1268, 200, 1218);
    path.bezierCurveTo(214, 1010, 238, 800, 262, 548);
  });
  const hang = mottle(31, 420);
  const dents = mottle(37, 130);
  // A panel that hangs from two handles: it bellies between them and sags towards the foot.
  const slouch = (x: number, y: number) => {
    const down = Math.min(1, Math.max(0, (y - 600) / 600));
    const across = (x - 620) / 400;
    return (
      34 * down * (1 - across * across) + 9 * down * Math.cos(across * 7.2 + 0.5) + 34 * hang(x, y) + 7 * dents(x, y)
    );
  };
  const handle =
    (peak: number, shift: number): Paint =>
    (path) => {
      path.moveTo(430 + shift, 650);
      path.bezierCurveTo(418 + shift, peak + 90, 470 + shift, peak, 620 + shift, peak);
      path.bezierCurveTo(770 + shift, peak, 822 + shift, peak + 90, 810 + shift, 650);
    };
  const tab = (x: number): Part => ({
    paint: fill((path) => path.roundRect(x - 37, 596, 74, 176, 30)),
    roundPx: 9,
    rise: 0.8,
    form: (px, py) => slouch(px, py),
    material: hide,
    liftPx: 7,
  });
  const stitch = (trace: Paint): Part => ({
    paint: stroke(5, trace, [15, 11]),
    roundPx: 3,
    rise: 1,
    form: slouch,
    material: waxed,
    liftPx: 2,
  });
  const stud = (x: number, y: number): Part => ({
    paint: fill((path) => path.arc(x, y, 13, 0, Math.PI * 2)),
    roundPx: 13,
    rise: 0.8,
    material: brass(),
    liftPx: 4,
  });
  return {
    width: PICTURE_WIDTH,
    height: PICTURE_HEIGHT,
    stands: true,
    footY: 1268,
    seed: 1,
    parts: [
      { paint: stroke(36, handle(196, 26)), roundPx: 18, rise: 0.95, material: darkHide, liftPx: 0 },
      {
        paint: fill((path) => path.ellipse(620, 556, 352, 26, 0, 0, Math.PI * 2)),
        roundPx: 20,
        rise: 0.3,
        material: darkHide,
        liftPx: 0,
      },
      { paint: body, roundPx: 120, rise: 0.42, form: slouch, material: hide, liftPx: 14 },
      {
        paint: fill((path) => {
          path.moveTo(258, 552);
          path.quadraticCurveTo(620, 538, 982, 552);
          path.lineTo(990, 640);
          path.quadraticCurveTo(620, 630, 250, 640);
        }),
        roundPx: 12,
        rise: 0.7,
        form: slouch,
        material: hide,
        liftPx: 8,
      },
      stitch((path) => {
        path.moveTo(266, 620);
        path.quadraticCurveTo(620, 610, 974, 620);
      }),
      stitch((path) => {
        path.moveTo(284, 660);
        path.bezierCurveTo(262, 850, 244, 1040, 232, 1206);
        path.quadraticCurveTo(234, 1238, 266, 1240);
        path.quadraticCurveTo(620, 1254, 974, 1240);
        path.quadraticCurveTo(1006, 1238, 1008, 1206);
        path.bezierCurveTo(996, 1040, 978, 850, 956, 660);
      }),
      tab(432),
      tab(808),
      { paint: stroke(40, handle(150, 0)), roundPx: 20, rise: 0.95, material: hide, liftPx: 16 },
      stitch((path) => {
        path.roundRect(407, 680, 50, 82, 20);
      }),
      stitch((path) => {
        path.roundRect(783, 680, 50, 82, 20);
      }),
      stud(432, 722),
      stud(808, 722),
    ],
  };
}

/** Herringbone scarf, folded once and laid flat, with a twisted fringe. */
function drawScarf(): StillLife {
  const wool = herringbone({ warp: '#a9bfd8', weft: '#3a639b', column: 56, yarn: 14, seed: 21 });
  const under = herringbone({ warp: '#9db4cf', weft: '#33588d', column: 56, yarn: 14, seed: 23 });
  const strip = (points: { x: number; width: number; top: number; bottom: number; lean: number }): Paint =>
    fill((path) => {
      const { x, width, top, bottom, lean } = points;
      path.moveTo(x, top);
      path.quadraticCurveTo(x + width / 2, top - 26, x + width, top);
      path.bezierCurveTo(x + width + 8, top + 300, x + width + lean - 6, bottom - 300, x + width + lean, bottom);
      path.lineTo(x + lean, bottom + 6);
      path.bezierCurveTo(x + lean - 8, bottom - 300, x + 6, top + 300, x, top);
    });
  const folds = (shift: number) => {
    const fall = mottle(41 + shift, 260);
    // Soft pleats that run down the cloth and lose themselves.
    return (x: number, y: number) =>
      (13 + 6 * Math.sin(y / 260 + shift)) * Math.sin((x + shift) / 62 + y / 760) +
      7 * Math.sin((x - y * 0.12) / 31) +
      46 * fall(x, y);
  };
  const fringe = (from: number, to: number, y: number, lean: number): Part[] => {
    // Gaps as wide as the threads: paper between narrower ones would stay in the cut-out.
    const count = Math.round((to - from) / 33);
    const tassels: Paint = (path) => {
      for (let index = 0; index < count; index += 1) {
        const x = from + (index + 0.5) * ((to - from) / count);
        const bend = Math.sin(index * 2.1) * 3 + lean;
        path.moveTo(x, y - 6);
        path.bezierCurveTo(
          x + bend * 0.2,
          y + 34,
          x + bend,
          y + 60,
          x + bend + Math.sin(index * 1.3) * 2,
          y + 104 + Math.sin(index * 3.7) * 9,
        );
      }
    };
    return [
      {
        paint: stroke(14, tassels),
        roundPx: 7,
        rise: 1,
        material: herringbone({ warp: '#b4c6dc', weft: '#2f5a94', column: 900, yarn: 9, seed: 25 }),
        liftPx: 3,
      },
    ];
  };
  return {
    width: PICTURE_WIDTH,
    height: PICTURE_HEIGHT,
    stands: false,
    footY: 1300,
    seed: 2,
    parts: [
      ...fringe(486, 858, 1186, 6),
      {
        paint: strip({ x: 452, width: 380, top: 190, bottom: 1190, lean: 26 }),
        roundPx: 26,
        rise: 0.7,
        form: folds(90),
        material: under,
        liftPx: 0,
      },
      ...fringe(330, 726, 1096, -8),
      {
        paint: strip({ x: 360, width: 402, top: 176, bottom: 1100, lean: -30 }),
        roundPx: 34,
        rise: 0.75,
        form: folds(0),
        material: wool,
        liftPx: 20,
      },
      {
        paint: fill((path) => path.roundRect(640, 968, 62, 84, 5)),
        roundPx: 4,
        rise: 0.7,
        form: folds(0),
        material: leather('#8a4f28', 27),
        liftPx: 4,
      },
      {
        paint: stroke(3.4, (path) => path.rect(648, 976, 46, 68), [9, 7]),
        roundPx: 2,
        rise: 1,
        form: folds(0),
        material: thread('#e2bd8a'),
        liftPx: 1,
      },
    ],
  };
}

/** Ribbed beanie in ochre lambswool, laid flat, with a folded cuff. */
function drawBeanie(): StillLife {
  const ribs = 15;
  const halfWidth = (y: number) => {
    const t = Math.min(1, Math.max(0, (y - 210) / 620));
    return 60 + 360 * Math.sin((Math.PI / 2) * Math.min(1, t * 1.12)) ** 0.72;
  };
  const place = (course: number) => (x: number, y: number) => {
    const across = Math.max(-1, Math.min(1, (x - 620) / (halfWidth(y) * 1.04)));
    return { column: (Math.asin(across) / Math.PI + 0.5) * ribs * 2, course: y / course + 0.12 * Math.sin(x / 60) };
  };
  const cuffPlace = (x: number, y: number) => {
    const across = Math.max(-1, Math.min(1, (x - 620) / 456));
    return { column: (Math.asin(across) / Math.PI + 0.5) * ribs * 2 + 0.5, course: (y - (x - 620) ** 2 / 9000) / 23 };
  };
  const round = (limit: number, depth: number) => (x: number) =>
    depth * Math.sqrt(Math.max(0, 1 - ((x - 620) / limit) ** 2));
  const crown = round(440, 70);
  const lie = mottle(51, 240);
  return {
    width: PICTURE_WIDTH,
    height: PICTURE_HEIGHT,
    stands: false,
    footY: 1180,
    seed: 3,
    parts: [
      {
        paint: fill((path) => {
          path.moveTo(206, 930);
          path.bezierCurveTo(196, 560, 330, 214, 620, 206);
          path.bezierCurveTo(910, 214, 1044, 560, 1034, 930);
          path.quadraticCurveTo(620, 1010, 206, 930);
        }),
        roundPx: 150,
        rise: 0.4,
        form: (x, y) => crown(x) + 40 * lie(x, y),
        material: knit('#c08a2d', 52, place(21)),
        liftPx: 0,
      },
      {
        paint: fill((path) => {
          path.moveTo(182, 838);
          path.quadraticCurveTo(620, 902, 1058, 838);
          path.quadraticCurveTo(1082, 960, 1062, 1092);
          path.quadraticCurveTo(1050, 1120, 1010, 1126);
          path.quadraticCurveTo(620, 1186, 230, 1126);
          path.quadraticCurveTo(190, 1120, 178, 1092);
          path.quadraticCurveTo(158, 960, 182, 838);
        }),
        roundPx: 46,
        rise: 0.75,
        form: round(470, 80),
        material: knit('#c68f30', 53, cuffPlace),
        liftPx: 22,
      },
      {
        paint: fill((path) => path.roundRect(742, 968, 104, 74, 6)),
        roundPx: 5,
        rise: 0.8,
        form: round(470, 80),
        material: leather('#5c3319', 54),
        liftPx: 5,
      },
      {
        paint: stroke(3.6, (path) => path.rect(751, 977, 86, 56), [9, 7]),
        roundPx: 2,
        rise: 1,
        form: round(470, 80),
        material: thread('#e2bd8a'),
        liftPx: 1,
      },
    ],
  };
}

/** Leather balm in an amber jar with a lacquered cap and a paper label. */
function drawBalm(): StillLife {
  const glass = { centreX: 620, radius: 300 };
  const cap = { centreX: 620, radius: 238 };
  const curve = (limit: number, depth: number) => (x: number) =>
    depth * Math.sqrt(Math.max(0, 1 - ((x - 620) / limit) ** 2));
  const ink: Material = { colour: () => [0.024, 0.016, 0.011], gloss: 0, tightness: 1 };
  const letters = (text: string, sizePx: number, y: number, gapPx: number): Part => ({
    paint: (context) => {
      context.font = `500 ${sizePx}px "DM Sans Medium", sans-serif`;
      context.textBaseline = 'alphabetic';
      const total = [...text].reduce((sum, letter) => sum + context.measureText(letter).width + gapPx, -gapPx);
      let x = 620 - total / 2;
      for (const letter of text) {
        context.fillText(letter, x, y);
        x += context.measureText(letter).width + gapPx;
      }
    },
    roundPx: 2,
    rise: 0,
    form: curve(330, 90),
    material: ink,
    liftPx: 0,
  });
  return {
    width: PICTURE_WIDTH,
    height: PICTURE_HEIGHT,
    stands: true,
    footY: 1206,
    seed: 4,
    parts: [
      {
        paint: fill((path) => {
          path.moveTo(388, 520);
          path.bezierCurveTo(340, 548, 320, 580, 320, 640);
          path.lineTo(320, 1130);
          path.quadraticCurveTo(322, 1196, 380, 1206);
          path.quadraticCurveTo(620, 1226, 860, 1206);
          path.quadraticCurveTo(918, 1196, 920, 1130);
          path.lineTo(920, 640);
          path.bezierCurveTo(920, 580, 900, 548, 852, 520);
        }),
        roundPx: 60,
        rise: 0.5,
        material: amberGlass(glass, { shoulderY: 640, liquidY: 596, footY: 1118, bottomY: 1212 }),
        liftPx: 0,
      },
      {
        paint: fill((path) => {
          path.moveTo(332, 742);
          path.quadraticCurveTo(620, 768, 908, 742);
          path.lineTo(908, 1066);
          path.quadraticCurveTo(620, 1094, 332, 1066);
        }),
        roundPx: 3,
        rise: 0.3,
        form: curve(330, 90),
        material: roundPaper('#efe6d4', 61, glass),
        liftPx: 3,
      },
      {
        paint: stroke(8, (path) => traceMark(path, { x: 620, y: 846, size: 1.75 })),
        roundPx: 3,
        rise: 0,
        form: curve(330, 90),
        material: ink,
        liftPx: 0,
      },
      letters('SABLE', 52, 960, 18),
      letters('Leather balm', 31, 1016, 1.5),
      {
        paint: fill((path) => {
          path.roundRect(382, 296, 476, 232, 26);
        }),
        roundPx: 22,
        rise: 0.8,
        form: curve(260, 70),
        material: lacquer(cap, { topY: 296, bottomY: 528 }),
        liftPx: 12,
      },
    ],
  };
}
