export type { FilmDependencies } from './film/dependencies.ts';
export { createFilmStudios } from './film/film-studios.ts';
export { isShapedAsSet, markOf, shapingHashes, shotInputsHash } from './film/hash.ts';
export { type FilmMaterial, loadFilmMaterial } from './film/material.ts';
export { planLength } from './film/orders/plan-length.ts';
export type { PlannerKit } from './film/planner/kit.ts';
export type { PlannerPicture } from './film/planner/pictures.ts';
export { type PlannerInput, planStoryboard } from './film/planner/plan-storyboard.ts';
export type { PlannerMaterial } from './film/planner/planner-material.ts';
export { type PostMaterial, type PostRoom, planPostText } from './film/post-text/plan-post-text.ts';
export { type EnhanceKind, enhanceByRules } from './film/prompts/enhance-rules.ts';
export { followKit } from './film/run/follow-kit.ts';
export { findRefreshWork, type RefreshInput, type RefreshWork, refreshInput } from './film/run/run-refresh.ts';
export type { Generated, GenerateOrder, Route, RouteFacts, RoutePort } from './generation.ts';
export { type LogoGrounds, thinkOfLogos } from './logo-ideas/built-in.ts';
export { createLogoIdeasStudio } from './logo-ideas/studio.ts';
export { createPictureActStudio } from './picture-acts/studio.ts';
export type {
  AssetPort,
  Delivery,
  Film,
  FilmKit,
  FilmPort,
  FilmShaping,
  FilmShot,
  FilmSound,
  FilmTake,
  KitFamilies,
  NewTake,
  OpenedAsset,
  SegmentCachePort,
  ShapingHashes,
  StoreAsset,
  StoredAsset,
  StudioPorts,
} from './ports.ts';
export { planUnmadeFilm } from './product-film/plan-unmade.ts';
export { BUILT_IN_TEMPLATES } from './product-film/templates.ts';
export {
  drawSampleFiles,
  SAMPLE_BRAND,
  SAMPLE_BRIEFS,
  SAMPLE_SECONDS,
  type SampleFiles,
} from './sample/sample-brand.ts';
export { type SampleGood, sampleGoods } from './sample/sample-goods.ts';
export type {
  AnyLeaf,
  AnyStudio,
  FormField,
  FormGroup,
  Leaf,
  LeafContext,
  LeafStart,
  QuoteContext,
  RunContext,
  SlotKind,
  Studio,
  StudioQuote,
} from './studio.ts';
export { defineLeaf, defineStudio, toAnyLeaf } from './studio.ts';
