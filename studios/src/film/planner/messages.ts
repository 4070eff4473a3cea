import type { CameraMove, Language, SceneKind, StoryBeat } from '@kinora/contract';

/**
 * Every word a film or its storyboard may show that is not the brief's own. Screen words are few on purpose: each is
 * used only when the brief itself says the same.
 */
export type PlannerMessages = {
  screen: { from: string; availableNow: string };
  beats: Readonly<Record<StoryBeat, string>>;
  kinds: Readonly<Record<SceneKind, string>>;
  /** What a picture provider would be asked for, per kind of scene. `{subject}` is the brief's own name of the thing. */
  pictures: Readonly<Record<SceneKind, string>>;
  moves: Readonly<Record<CameraMove, string>>;
  /** Named when the brief gives no name. */
  theProduct: string;
  words: string;
  negative: string;
  untitled: string;
};

const en: PlannerMessages = {
  screen: { from: 'From', availableNow: 'Now available' },
  beats: { hook: 'Hook', story: 'Story', detail: 'Detail', proof: 'Proof', call_to_action: 'Call to action' },
  kinds: {
    panels: 'Macro panels', hero: 'Hero on the wall', close: 'Closer', split: 'Side by side', macro: 'Material', spotlight: 'Spotlight',
    price: 'Price', end_card: 'End card', grid: 'Grid', kinetic_words: 'Words', line_up: 'Line-up', stop_motion: 'Stop motion',
    studio_floor: 'On the floor', photo: 'Photograph', parallax: 'Depth', typographic: 'Type and light', video: 'Film',
  },
  pictures: {
    panels: 'Extreme close-ups of {subject} in tall panels, soft raking light', hero: '{subject} on a lit wall with an arched niche, window light from the upper left',
    close: 'Close view of {subject} on the same wall, same light', split: '{subject} side by side on three colour fields, even studio light',
    macro: 'Macro of the material of {subject}, shallow focus, light from the upper left', spotlight: '{subject} on a dark stage in a warm pool of light',
    price: '{subject} large before a deep colour field, bleeding off the frame', end_card: 'Plain bone-coloured wall with soft window light, room for a name',
    grid: 'Grid of views of {subject}, whole and close', kinetic_words: 'Plain colour fields, large type', line_up: 'A row of {subject} on a dark gradient',
    stop_motion: '{subject} on one plain field, hard shadow', studio_floor: '{subject} standing on a studio floor with a soft reflection',
    photo: 'Photograph of {subject}, natural light', parallax: '{subject} in front of its own background, depth between them',
    typographic: 'Abstract light on a plain field, large type', video: 'Film of {subject}',
  },
  moves: {
    push_in: 'The camera moves in slowly', pull_out: 'The camera moves back slowly', pan: 'The camera glides sideways', tilt: 'The camera tilts along it',
    orbit: 'The camera circles a little', light_sweep: 'Light sweeps across', spotlight: 'A pool of light glides in', rack_focus: 'Focus travels over the material',
    reveal: 'The picture opens field by field', sway: 'It sways gently', breeze: 'The cloth moves in a breeze', stepped: 'Eight poses a second',
  },
  theProduct: 'the product', words: 'Words on screen', negative: 'people, hands, text, other logos, clutter, harsh flash', untitled: 'Untitled film',
};

const he: PlannerMessages = {
  screen: { from: 'החל מ־', availableNow: 'זמין עכשיו' },
  beats: { hook: 'פתיחה', story: 'סיפור', detail: 'פרטים', proof: 'הוכחה', call_to_action: 'קריאה לפעולה' },
  kinds: {
    panels: 'פסי מאקרו', hero: 'המוצר על הקיר', close: 'מקרוב', split: 'זה לצד זה', macro: 'החומר', spotlight: 'אור זרקור',
    price: 'מחיר', end_card: 'כרטיס סיום', grid: 'רשת', kinetic_words: 'מילים', line_up: 'שורה', stop_motion: 'סטופ מושן',
    studio_floor: 'על הרצפה', photo: 'תצלום', parallax: 'עומק', typographic: 'אות ואור', video: 'סרט',
  },
  pictures: {
    panels: 'תקריבים של {subject} בפסים גבוהים, אור צד רך', hero: '{subject} על קיר מואר עם גומחה מקושתת, אור חלון משמאל למעלה',
    close: 'מבט קרוב על {subject} על אותו קיר, באותו אור', split: '{subject} זה לצד זה על שלושה משטחי צבע, אור סטודיו אחיד',
    macro: 'מאקרו של החומר של {subject}, פוקוס רדוד, אור משמאל למעלה', spotlight: '{subject} על במה כהה בכתם אור חם',
    price: '{subject} בגדול לפני משטח צבע עמוק, גולש מחוץ לפריים', end_card: 'קיר חלק בגוון עצם עם אור חלון רך ומקום לשם',
    grid: 'רשת מבטים של {subject}, שלם ומקרוב', kinetic_words: 'משטחי צבע חלקים ואותיות גדולות', line_up: 'שורה של {subject} על רקע כהה',
    stop_motion: '{subject} על משטח חלק, צל קשה', studio_floor: '{subject} עומד על רצפת סטודיו עם השתקפות רכה',
    photo: 'תצלום של {subject}, אור טבעי', parallax: '{subject} לפני הרקע שלו, עם עומק ביניהם',
    typographic: 'אור מופשט על משטח חלק, אותיות גדולות', video: 'סרט של {subject}',
  },
  moves: {
    push_in: 'המצלמה מתקרבת לאט', pull_out: 'המצלמה מתרחקת לאט', pan: 'המצלמה גולשת הצידה', tilt: 'המצלמה נעה לאורכו',
    orbit: 'המצלמה מקיפה מעט', light_sweep: 'אור חולף על פני התמונה', spotlight: 'כתם אור גולש פנימה', rack_focus: 'הפוקוס עובר על החומר',
    reveal: 'התמונה נפתחת משטח אחר משטח', sway: 'תנודה עדינה', breeze: 'הבד נע ברוח', stepped: 'שמונה תנוחות בשנייה',
  },
  theProduct: 'המוצר', words: 'מילים על המסך', negative: 'אנשים, ידיים, טקסט, סמלים אחרים, עומס, הבזק קשה', untitled: 'סרט ללא שם',
};

const ar: PlannerMessages = {
  screen: { from: 'ابتداءً من', availableNow: 'متوفر الآن' },
  beats: { hook: 'الافتتاح', story: 'القصة', detail: 'التفاصيل', proof: 'البرهان', call_to_action: 'الدعوة إلى الإجراء' },
  kinds: {
    panels: 'لقطات مقرّبة', hero: 'المنتج على الجدار', close: 'عن قرب', split: 'جنباً إلى جنب', macro: 'الخامة', spotlight: 'بقعة ضوء',
    price: 'السعر', end_card: 'بطاقة الختام', grid: 'شبكة', kinetic_words: 'كلمات', line_up: 'صف', stop_motion: 'حركة متقطعة',
    studio_floor: 'على الأرضية', photo: 'صورة', parallax: 'عمق', typographic: 'حروف وضوء', video: 'فيلم',
  },
  pictures: {
    panels: 'لقطات قريبة جداً من {subject} في أشرطة طويلة، ضوء جانبي ناعم', hero: '{subject} على جدار مضاء بكوّة مقوّسة، ضوء نافذة من أعلى اليسار',
    close: 'منظر قريب من {subject} على الجدار نفسه وبالضوء نفسه', split: '{subject} جنباً إلى جنب على ثلاثة حقول لونية، ضوء استوديو متساوٍ',
    macro: 'لقطة مقرّبة لخامة {subject}، تركيز ضحل، ضوء من أعلى اليسار', spotlight: '{subject} على مسرح داكن في بقعة ضوء دافئة',
    price: '{subject} كبيراً أمام حقل لوني عميق يتجاوز حدود الإطار', end_card: 'جدار سادة بلون العظم مع ضوء نافذة ناعم ومكان للاسم',
    grid: 'شبكة مناظر من {subject}، كاملاً وعن قرب', kinetic_words: 'حقول لونية سادة وحروف كبيرة', line_up: 'صف من {subject} على تدرّج داكن',
    stop_motion: '{subject} على حقل سادة واحد، ظل حاد', studio_floor: '{subject} واقفاً على أرضية استوديو بانعكاس ناعم',
    photo: 'صورة {subject}، ضوء طبيعي', parallax: '{subject} أمام خلفيته وبينهما عمق',
    typographic: 'ضوء مجرّد على حقل سادة، حروف كبيرة', video: 'فيلم عن {subject}',
  },
  moves: {
    push_in: 'تقترب الكاميرا ببطء', pull_out: 'تبتعد الكاميرا ببطء', pan: 'تنزلق الكاميرا جانباً', tilt: 'تميل الكاميرا على طوله',
    orbit: 'تدور الكاميرا قليلاً', light_sweep: 'يمرّ الضوء عبر الصورة', spotlight: 'تنزلق بقعة ضوء إلى الداخل', rack_focus: 'ينتقل التركيز فوق الخامة',
    reveal: 'تنفتح الصورة حقلاً بعد حقل', sway: 'تمايل خفيف', breeze: 'يتحرك القماش مع النسيم', stepped: 'ثماني وضعيات في الثانية',
  },
  theProduct: 'المنتج', words: 'كلمات على الشاشة', negative: 'أشخاص، أيدٍ، نصوص، شعارات أخرى، ازدحام، وميض قاسٍ', untitled: 'فيلم بلا عنوان',
};

export const MESSAGES: Readonly<Record<Language, PlannerMessages>> = { en, he, ar };
