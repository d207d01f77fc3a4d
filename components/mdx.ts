/** Everything a chapter may use without importing it. The build reads these import lines to know the names. */
import Lab from './labs/Lab.astro';
import Scrubber from './labs/Scrubber.astro';
import Breaks from './prose/Breaks.astro';
import Cite from './prose/Cite.astro';
import Figure from './prose/Figure.astro';
import Law from './prose/Law.astro';
import Listing from './prose/Listing.astro';
import MarginNote from './prose/MarginNote.astro';
import Predict from './prose/Predict.astro';
import Reading from './prose/Reading.astro';
import Ref from './prose/Ref.astro';
import ScrollTable from './prose/ScrollTable.astro';
import Term from './prose/Term.astro';

export const components = {
  Breaks,
  Cite,
  Figure,
  Lab,
  Law,
  Listing,
  MarginNote,
  Predict,
  Reading,
  Ref,
  Scrubber,
  Term,
  table: ScrollTable,
};
