/**
 * Words the planner recognises, in the three languages of the product. The scripts do not overlap, so one pass with all
 * lists reads a mixed brief. The lists decide only which words of the brief are used where; nothing in them is ever shown.
 */
export type Field =
  | 'brand'
  | 'product'
  | 'audience'
  | 'claim'
  | 'facts'
  | 'price'
  | 'offer'
  | 'callToAction'
  | 'availability'
  | 'legal'
  | 'mustSay'
  | 'mustNotSay'
  | 'tone'
  | 'category'
  | 'hook'
  | 'ignored';

/** Labels before a colon. Compared after folding (lower case, no vowel points). */
export const LABELS: Readonly<Record<Field, readonly string[]>> = {
  brand: ['brand', 'brand name', 'company', 'label', 'maker', 'client', 'by', 'מותג', 'המותג', 'שם המותג', 'חברה', 'לקוח', 'העלامة', 'العلامة', 'العلامة التجارية', 'الماركة', 'ماركة', 'الشركة', 'شركة', 'العميل'],
  product: ['product', 'product name', 'item', 'name', 'collection', 'model', 'service', 'מוצר', 'המוצר', 'שם המוצר', 'שם', 'קולקציה', 'הקולקציה', 'דגם', 'שירות', 'المنتج', 'منتج', 'اسم المنتج', 'الاسم', 'المجموعة', 'الموديل', 'الخدمة'],
  audience: ['audience', 'target audience', 'target', 'for whom', 'who', 'customer', 'customers', 'קהל', 'קהל יעד', 'קהל היעד', 'לקוחות', 'الجمهور', 'الجمهور المستهدف', 'الفئة المستهدفة', 'العملاء'],
  claim: ['claim', 'slogan', 'tagline', 'headline', 'message', 'key message', 'promise', 'line', 'idea', 'סלוגן', 'סיסמה', 'כותרת', 'מסר', 'המסר', 'הבטחה', 'الشعار', 'شعار', 'العنوان', 'الرسالة', 'رسالة', 'الوعد'],
  facts: ['facts', 'fact', 'features', 'feature', 'details', 'detail', 'materials', 'material', 'made of', 'made from', 'benefits', 'key points', 'points', 'ingredients', 'specs', 'specifications', 'proof', 'why', 'fabric', 'fabrics', 'colours', 'colors', 'sizes', 'עובדות', 'תכונות', 'פרטים', 'חומרים', 'חומר', 'יתרונות', 'מפרט', 'מרכיבים', 'בד', 'בדים', 'צבעים', 'מידות', 'حقائق', 'الحقائق', 'المميزات', 'مميزات', 'الميزات', 'التفاصيل', 'تفاصيل', 'المواد', 'مواد', 'الخامات', 'الخامة', 'الفوائد', 'المكونات', 'القماش', 'الألوان', 'المقاسات'],
  price: ['price', 'prices', 'cost', 'costs', 'rrp', 'מחיר', 'המחיר', 'מחירים', 'עלות', 'السعر', 'سعر', 'الأسعار', 'الثمن', 'التكلفة'],
  offer: ['offer', 'discount', 'promotion', 'promo', 'deal', 'sale', 'shipping', 'delivery', 'returns', 'מבצע', 'הנחה', 'הצעה', 'משלוח', 'החזרות', 'عرض', 'العرض', 'خصم', 'الخصم', 'التوصيل', 'الشحن', 'الإرجاع'],
  callToAction: ['call to action', 'cta', 'action', 'button', 'ending', 'קריאה לפעולה', 'הנעה לפעולה', 'פעולה', 'כפתור', 'دعوة للعمل', 'الدعوة إلى الإجراء', 'دعوة لاتخاذ إجراء', 'الإجراء', 'الدعوة'],
  availability: ['availability', 'available', 'where', 'when', 'where to buy', 'launch', 'launch date', 'release', 'date', 'stores', 'זמינות', 'היכן', 'איפה', 'מתי', 'השקה', 'תאריך', 'חנויות', 'التوفر', 'متوفر', 'أين', 'متى', 'الإطلاق', 'تاريخ الإطلاق', 'التاريخ', 'المتاجر'],
  legal: ['legal', 'legal line', 'small print', 'fine print', 'disclaimer', 'terms', 'אותיות קטנות', 'משפטי', 'תנאים', 'الشروط', 'قانوني', 'إخلاء مسؤولية'],
  mustSay: ['must say', 'must include', 'must mention', 'must have', 'always say', 'say', 'include', 'mention', 'חובה לומר', 'חייב להופיע', 'לציין', 'חובה', 'يجب ذكر', 'يجب أن يقال', 'اذكر', 'ضروري'],
  mustNotSay: ['must not say', 'do not say', "don't say", 'do not mention', "don't mention", 'never say', 'avoid', 'not', 'forbidden', 'exclude', 'אסור לומר', 'לא לומר', 'לא להזכיר', 'להימנע', 'אסור', 'لا تذكر', 'لا تقل', 'ممنوع', 'تجنب', 'يمنع'],
  tone: ['tone', 'tone of voice', 'mood', 'style', 'feeling', 'feel', 'look', 'טון', 'סגנון', 'אווירה', 'תחושה', 'النبرة', 'نبرة', 'الأسلوب', 'المزاج', 'الأجواء', 'الطابع'],
  category: ['category', 'department', 'type', 'קטגוריה', 'מחלקה', 'סוג', 'الفئة', 'القسم', 'النوع'],
  hook: ['hook', 'opening', 'campaign', 'title', 'film title', 'פתיחה', 'קמפיין', 'שם הסרט', 'الافتتاحية', 'الحملة', 'عنوان الفيلم'],
  ignored: ['length', 'duration', 'format', 'formats', 'ratio', 'ratios', 'seconds', 'language', 'languages', 'music', 'voice', 'budget', 'deadline', 'channel', 'channels', 'brief', 'video', 'film', 'goal', 'goals', 'objective', 'objectives', 'background', 'reference', 'references', 'notes', 'system', 'user', 'assistant', 'instruction', 'instructions', 'prompt', 'אורך', 'משך', 'פורמט', 'שפה', 'מוזיקה', 'קריינות', 'תקציב', 'מטרה', 'בריף', 'הערות', 'المدة', 'الصيغة', 'اللغة', 'الموسيقى', 'الصوت', 'الميزانية', 'الهدف', 'ملخص', 'ملاحظات'],
};

/** Words that speak about the film to be made and not about the product. */
export const FILM_WORDS = /(?<![\p{L}\p{M}])(films?|videos?|ads?|advert|advertisement|commercial|spot|clip|reel|teaser|trailer|viewers?|audience|camera|footage|storyboard|shots?|scenes?|script|soundtrack|voice-?over|brief|logo at|seconds? long|sec|instructions?|prompt|system|סרט|סרטון|סרטים|וידאו|פרסומת|קליפ|טיזר|צופים|קהל היעד|מצלמה|תסריט|סצנה|סצנות|הוראות|فيلم|فيديو|إعلان|مقطع|المشاهد|المشاهدين|الكاميرا|مشهد|مشاهد|سيناريو|التعليمات|تعليمات)(?![\p{L}\p{M}])/iu;
/** Openings of sentences that ask for work: read for their object, never shown. */
export const ASKING = /^(please|we (?:need|want|would like|are looking)|i (?:need|want|would like)|i'd like|we'd like|make|create|produce|design|generate|write|show|use|keep|focus|highlight|emphasi[sz]e|think|imagine|ignore|disregard|forget|pretend|act|you are|you must|do not|don't|never|avoid|no |the (?:tone|mood|style|film|video|ad|audience|goal|idea)|tone|mood|can you|could you|let's|אנחנו (?:צריכים|רוצים)|אני (?:צריך|צריכה|רוצה)|צרו|צור|הכינו|תכינו|עשו|תעשו|נא |בבקשה|אל |אסור|התעלם|התעלמו|הטון|הסגנון|نريد|أريد|نحتاج|اصنع|اصنعوا|أنشئ|صمم|اكتب|من فضلك|لا |تجاهل|تجنب|النبرة|الأسلوب)/iu;

const after = '(?![\\p{L}\\p{M}])';
const before = '(?<![\\p{L}\\p{M}])';

/** Imperatives which open a call to action. */
export const ACTIONS = new RegExp(
  `^(shop|buy|order|pre-?order|discover|explore|visit|try|book|get|join|sign up|subscribe|learn more|find|download|reserve|meet us|come|see|start|taste|call|swipe|tap|click|follow|swap|switch|upgrade|treat yourself|claim|קנו|קנה|קני|הזמינו|הזמן|הזמיני|גלו|גלה|בקרו|נסו|נסה|הצטרפו|הירשמו|הרשמו|רכשו|הורידו|בואו|לרכישה|להזמנה|להזמנות|לפרטים|לקנייה|התקשרו|היכנסו|تسوقوا|تسوق|تسوّق|تسوقي|اشتر|اشترِ|اشتري|اشتروا|اطلب|اطلبه|اطلبها|اطلبوا|اطلبي|اكتشف|اكتشفوا|اكتشفي|زوروا|زر|زورونا|جرب|جرّب|جربوا|جربها|احجز|احجزوا|انضم|انضموا|سجل|سجلوا|حمل|حمّل|احصل|احصلوا|تواصل|تواصلوا)${after}`,
  'iu',
);
export const OFFERS = new RegExp(
  `\\d\\s*[%٪]|[%٪]\\s*\\d|[٠-٩]\\s*[%٪]|${before}(discount|free (?:shipping|delivery|returns?|gift|trial|sample|repairs?|exchange)|save \\S*\\d|on sale|sale ends|buy one|two for|2 for|money[- ]back|warranty|guarantee|הנחה|בהנחה|מבצע|במבצע|משלוח חינם|משלוח ללא עלות|החזרה חינם|החזרות חינם|חינם|מתנה|אחריות|خصم|تخفيض|تخفيضات|شحن مجاني|توصيل مجاني|إرجاع مجاني|مجانا|مجاناً|هدية|ضمان)${after}`,
  'iu',
);
export const AVAILABILITY = new RegExp(
  `${before}(available|in stores|in store|in shops|at selected|out now|launch(?:es|ing)?|on sale from|arrives?|arriving|coming (?:soon|this|in)|drops? (?:on|this|in)|online from|(?:from|on|until|till|by) (?:\\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|זמין|זמינה|זמינים|זמינות|בחנויות|בחנות|באתר|החל מה?-?\\s?\\d|מגיע|מגיעה|יוצא|יוצאת|ב-?\\d{1,2} ב(?:ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר)|متوفر|متوفرة|متاح|متاحة|في المتاجر|في متاجرنا|على الموقع|ابتداء من \\d|ابتداءً من \\d|قريبا|قريباً|يصل|تصل|الآن في)${after}`,
  'iu',
);
/** The brief itself says that it can be had now: then the table's own phrase for it may be shown. */
export const AVAILABLE_NOW = new RegExp(
  `${before}(available now|now available|out now|in stores now|available today|זמין עכשיו|זמינה עכשיו|עכשיו בחנויות|כבר בחנויות|זמין כעת|متوفر الآن|متوفرة الآن|متاح الآن|متاحة الآن|الآن في المتاجر)${after}`,
  'iu',
);
export const LEGAL = /^\s*\*|©|(?<![\p{L}])(terms (?:and conditions )?apply|t&cs?|while stocks? lasts?|drink responsibly|conditions apply|בכפוף לתקנון|ט\.?ל\.?ח|עד גמר המלאי|تطبق الشروط|الشروط والأحكام|حتى نفاد الكمية)/iu;

/** Negations: a phrase is never shortened by dropping one. */
export const NEGATION = new RegExp(
  `${before}(no|not|never|without|nothing|none|zero|isn't|doesn't|don't|won't|can't|free of|less|neither|nor|לא|אין|בלי|ללא|אף|לעולם|לא|ليس|ليست|بدون|دون|بلا|غير|لن|لم|ما|لا|خالي|خالية)${after}`,
  'iu',
);

/** Words a line must not begin or end with when it is cut out of a longer one. */
export const WEAK_WORDS = new Set(
  'a an the of for to in on at by with from and or but nor as is are was were be been it its it’s it\'s this that these those which who whom whose our your their his her my we you they i he she so very just also than then into onto over under about per via if when while because will can may must should would could has have had do does did not new של את על אל עם מן או גם כי אם הוא היא הם הן זה זו זאת אלה אשר כל רק מאוד יותר היה היתה הייתה אנחנו אתם אני ב ל מ כ ה ו ש من في على إلى الى عن مع أو او ثم أن ان إن هذا هذه ذلك تلك التي الذي الذين هو هي هم نحن أنتم أنا كل جدا جداً قد كان كانت لكن و ب ل ك'.split(' '),
);
/** Openings that are dropped from a claim or fact, since they only lead to it. */
export const LEAD_INS = /^(and|but|so|also|plus|it(?:'s|’s| is| has| comes)|they(?:'re|’re| are)|this is|that is|which is|each (?:one )?is|every (?:one )?is|is|are|we|our|the|a|an|with|there is|there are|made (?:from|of|with)|crafted from|featuring|features?|including|such as|הוא|היא|הם|הן|זה|זו|עם|וגם|גם|יש|כולל|إنه|إنها|هو|هي|هم|مع|وهو|وهي|أيضا|أيضاً|تشمل|يشمل)\s+/iu;

export const TONES = {
  calm: /(?<![\p{L}])(calm|quiet|quietly|serene|soft|minimal|elegant|slow|gentle|peaceful|timeless|understated|רגוע|רגועה|שקט|שקטה|עדין|אלגנטי|מינימליסטי|هادئ|هادئة|ناعم|أنيق|أنيقة|بسيط|رقيق)(?![\p{L}])/giu,
  warm: /(?<![\p{L}])(warm|warmth|cosy|cozy|family|friendly|natural|handmade|heart|home|kind|homely|חם|חמה|ביתי|ביתית|משפחתי|טבעי|אוהב|دافئ|دافئة|عائلي|ودود|طبيعي|حميم|منزلي)(?![\p{L}])/giu,
  confident: /(?<![\p{L}])(confident|bold|premium|luxury|strong|precise|professional|modern|refined|sharp|בטוח|נועז|יוקרתי|יוקרה|חזק|מקצועי|מודרני|واثق|جريء|فاخر|فخم|قوي|احترافي|عصري)(?![\p{L}])/giu,
  energetic: /(?<![\p{L}])(energetic|energy|fun|playful|sport|sporty|fast|running|dynamic|vibrant|youthful|party|fresh|אנרגטי|אנרגטית|כיף|ספורט|ספורטיבי|מהיר|ריצה|צעיר|תוסס|حيوي|حيوية|مرح|رياضي|سريع|شبابي|طاقة|ديناميكي)(?![\p{L}])/giu,
  urgent: /(?<![\p{L}])(urgent|hurry|last chance|limited time|today only|ends (?:soon|tonight|today)|flash sale|black friday|now or never|דחוף|מהרו|הזדמנות אחרונה|רק היום|לזמן מוגבל|عاجل|سارعوا|سارع|فرصة أخيرة|اليوم فقط|لفترة محدودة)(?![\p{L}])/giu,
} as const;

/** Last items of a list that truly begin with the letter for "and". */
export const KEEPS_AND_LETTER = /^(ורוד|ורד|וילה|וניל|וילון|ויטמין|ותיק|וינטג|וולוור|ווקס|ויסקוז|וסט|וידאו|وردي|ورد|ورق|وساد|وشاح|وزن|وقود|ولاد|واسع|وحيد|وثير|وسط|وقت|وصف|وبر|واق|وعد|وجه|وطن|واجه)/u;
