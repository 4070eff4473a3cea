import { foldText } from './text.ts';

/**
 * What common goods are called in the three languages, each line one thing: file names are mostly English whatever the
 * brief's language is. Hebrew and Arabic are given bare and are looked for with their articles too.
 */
const THINGS = `
scarf shawl|צעיף|وشاح شال
tote bag handbag purse|תיק|حقيبة شنطة
backpack rucksack|תרמיל תיק|حقيبة
beanie hat cap|כובע|قبعة
dress gown|שמלה|فستان
skirt|חצאית|تنورة
shirt blouse|חולצה|قميص بلوزة
tshirt tee|חולצה טישרט|تيشيرت
sweater jumper knit|סוודר|كنزة سترة
coat|מעיל|معطف
jacket|ז'קט מעיל|جاكيت سترة
trousers pants jeans|מכנסיים ג'ינס|بنطال بنطلون جينز
shoe shoes sneaker sneakers|נעל נעליים נעלי סניקרס|حذاء أحذية
boot boots|מגף מגפיים|جزمة
sandal sandals|סנדל סנדלים|صندل
sock socks|גרביים|جوارب
belt|חגורה|حزام
wallet|ארנק|محفظة
watch|שעון|ساعة
ring|טבעת|خاتم
necklace|שרשרת|قلادة عقد
earrings earring|עגילים|أقراط
bracelet|צמיד|سوار
glasses sunglasses|משקפיים|نظارة نظارات
perfume fragrance|בושם|عطر
cream lotion|קרם|كريم
balm|משחה באלם|بلسم
soap|סבון|صابون
oil|שמן|زيت
serum|סרום|سيروم مصل
candle|נר|شمعة
bottle|בקבוק|زجاجة قارورة
jar|צנצנת|مرطبان
cup mug|ספל כוס|كوب فنجان
plate|צלחת|طبق صحن
bowl|קערה|وعاء
teapot kettle|קומקום|إبريق
coffee|קפה|قهوة
tea|תה|شاي
bread|לחם|خبز
cake|עוגה|كعكة كيك
chocolate|שוקולד|شوكولاتة
honey|דבש|عسل
wine|יין|نبيذ
chair|כיסא|كرسي
table|שולחן|طاولة
sofa couch|ספה|أريكة كنبة
lamp|מנורה|مصباح
vase|אגרטל|مزهرية
blanket throw|שמיכה|بطانية
pillow cushion|כרית|وسادة
rug carpet|שטיח|سجادة
towel|מגבת|منشفة
headphones earphones earbuds|אוזניות|سماعات
phone|טלפון|هاتف
speaker|רמקול|مكبر
camera|מצלמה|كاميرا
laptop|מחשב|حاسوب
bike bicycle|אופניים|دراجة
toy|צעצוע|لعبة
book notebook|ספר מחברת|كتاب دفتر
`;
const ARTICLES = ['', 'ה', 'ال'];

const NAMES = new Map<string, readonly string[]>();
for (const line of THINGS.trim().split('\n')) {
  const [english, ...others] = line.split('|').map((part) => part.split(' '));
  const names = others.flat().flatMap((name) => ARTICLES.map((article) => article + name));
  for (const word of english!) NAMES.set(foldText(word), names);
}

const ALL_NAMES = new Set([...NAMES.keys(), ...[...NAMES.values()].flat()].map(foldText));

/** Whether a word calls a common thing by its name, in any of the languages, with or without its article. */
export function isThingName(word: string): boolean {
  return ALL_NAMES.has(foldText(word));
}

/** “הבושם” labels as “בושם”: under its picture a thing is named without its article. Other words stay as they are. */
export function withoutArticle(word: string): string {
  const bare = ARTICLES.filter(Boolean)
    .filter((article) => word.startsWith(article))
    .map((article) => word.slice(article.length))
    .find((rest) => ALL_NAMES.has(foldText(ARTICLES[1] + rest)) && ALL_NAMES.has(foldText(ARTICLES[2] + rest)));
  return bare ?? word;
}

/** Names of the same thing in Hebrew and Arabic, with and without their articles; none for a word that is no thing. */
export function namesOfThing(word: string): readonly string[] {
  return NAMES.get(foldText(word)) ?? [];
}
