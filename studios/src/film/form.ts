import { musicChoice } from '@kinora/contract';
import type { FormGroup } from '../studio.ts';

/** The film studio's form as data; contract/src/film.ts decides what is accepted. */
export const FILM_FORM: readonly FormGroup[] = [
  {
    title: 'Brief',
    fields: [
      {
        name: 'brief',
        label: 'Brief',
        widget: 'long_text',
        help: 'What it is, for whom, facts, price, what people should do. Only what stands here is said.',
      },
      {
        name: 'pictures',
        label: 'Photographs and films',
        widget: 'pictures',
        help: 'Three to eight product photographs on an even ground work best. None is fine too.',
      },
    ],
  },
  {
    title: 'Brand',
    fields: [
      { name: 'brandId', label: 'Brand', widget: 'brand' },
      { name: 'brandName', label: 'Name on the last card', widget: 'text' },
      { name: 'logo', label: 'Logo', widget: 'asset' },
    ],
  },
  {
    title: 'Film',
    fields: [
      {
        name: 'seconds',
        label: 'Length',
        widget: 'choice',
        unit: 's',
        options: [15, 30, 60].map((value) => ({ value, label: `${value} s` })),
      },
      {
        name: 'language',
        label: 'Language',
        widget: 'choice',
        options: [
          { value: 'en', label: 'English' },
          { value: 'he', label: 'עברית' },
          { value: 'ar', label: 'العربية' },
        ],
      },
      {
        name: 'ratios',
        label: 'Formats',
        widget: 'choices',
        options: ['16:9', '9:16', '1:1', '4:5'].map((value) => ({ value, label: value })),
      },
      {
        name: 'music',
        label: 'Music',
        widget: 'choice',
        options: musicChoice.options.map((value) => ({ value, label: value })),
      },
      {
        name: 'voice',
        label: 'Voice',
        widget: 'choice',
        help: 'The built-in voice sounds like a machine. Words and music carry a film better.',
        options: ['none', 'male-deep', 'male-warm', 'female-soft', 'female-energetic', 'child'].map((value) => ({
          value,
          label: value,
        })),
      },
      { name: 'burnCaptions', label: 'Captions in the picture', widget: 'switch' },
    ],
  },
  {
    title: 'More',
    fields: [
      {
        name: 'fps',
        label: 'Frames a second',
        widget: 'choice',
        options: [24, 25, 30].map((value) => ({ value, label: String(value) })),
        isAdvanced: true,
      },
      {
        name: 'quality',
        label: 'Quality',
        widget: 'choice',
        options: [
          { value: 'final', label: 'Final' },
          { value: 'draft', label: 'Draft, half size' },
        ],
        isAdvanced: true,
      },
      { name: 'seed', label: 'Seed', widget: 'number', isAdvanced: true },
    ],
  },
];
