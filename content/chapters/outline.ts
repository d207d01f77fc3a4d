/**
 * The one list of chapters. A chapter whose folder holds an `en.mdx` is written; the others are shown as planned.
 *
 * `jacobian` pictures what the determinant costs: `#` enters it, `o` is free and never touched by it, `1` is a fixed one,
 * `.` is a fixed zero.
 */
export interface Chapter {
  /** Folder under content/chapters and address under the site's root. */
  id: string;
  number: number;
  title: string;
  question: string;
  summary: string;
  /** What a reader may want that leads here: goes on after "I want". */
  need: string;
  part: Part;
  jacobian?: readonly string[];
}

export type Part = keyof typeof parts;

export const parts = {
  rule: { title: 'The rule', text: 'Move mass, keep count of volume. Four chapters, one formula.' },
  family: {
    title: 'Which flow for which need',
    text: 'A determinant of D × D numbers costs D³. Each family bends space in a way that makes it cheap, and pays elsewhere.',
  },
  world: {
    title: 'Out in the world',
    text: 'Data that is not continuous, models that are not flows, problems that are not toys.',
  },
} as const;

const chapter = (number: number, slug: string, part: Part, rest: Omit<Chapter, 'id' | 'number' | 'part'>): Chapter => ({
  id: `${String(number).padStart(2, '0')}-${slug}`,
  number,
  part,
  ...rest,
});

export const outline: readonly Chapter[] = [
  chapter(0, 'preface', 'rule', {
    title: 'Preface',
    question: 'How do I read a book that trains?',
    summary: 'What the instruments show, how to drive them, and the notation.',
    need: 'to find my way',
  }),
  chapter(1, 'why-flows', 'rule', {
    title: 'Why flows',
    question: 'What is an exact likelihood worth?',
    summary: 'Five ways to model a density side by side: what each can score, what each can sample, and at what cost.',
    need: 'to know whether I want a flow at all',
  }),
  chapter(2, 'one-dimension', 'rule', {
    title: 'One dimension',
    question: 'Where does the mass go when a curve moves it?',
    summary: 'Change of variables on a line, where one monotone curve is enough for everything.',
    need: 'to see the formula before I believe it',
    jacobian: ['#'],
  }),
  chapter(3, 'two-dimensions', 'rule', {
    title: 'Two dimensions',
    question: 'When does bending space change a density?',
    summary: 'The Jacobian under a lens: rotation, shear and stretch, and a RealNVP that trains on two moons.',
    need: 'to see what a determinant does',
    jacobian: ['##', '##'],
  }),
  chapter(4, 'n-dimensions', 'rule', {
    title: 'N dimensions',
    question: 'How can a deep map keep a cheap determinant?',
    summary: 'Log-determinants add; triangles are cheap; and no smooth flow can cut a blob in two.',
    need: 'to stack layers and still afford the determinant',
    jacobian: ['#####', '#####', '#####', '#####', '#####'],
  }),
  chapter(5, 'planar-radial', 'family', {
    title: 'Planar and radial',
    question: 'How little can a layer do and still be worth stacking?',
    summary: 'The identity plus rank one: a determinant by a lemma, and the fold it hides.',
    need: 'to bend a simple posterior, a little at a time',
    jacobian: ['#oooo', 'o#ooo', 'oo#oo', 'ooo#o', 'oooo#'],
  }),
  chapter(6, 'autoregressive', 'family', {
    title: 'Autoregressive flows',
    question: 'Score fast or sample fast?',
    summary: 'The chain rule as a triangle: MAF and IAF are one network read in two directions.',
    need: 'the best score; one fast direction will do',
    jacobian: ['#....', 'o#...', 'oo#..', 'ooo#.', 'oooo#'],
  }),
  chapter(7, 'coupling', 'family', {
    title: 'Coupling: NICE and RealNVP',
    question: 'What if half of the variables stay put?',
    summary: 'Masks, alternation and multi-scale: one network, never inverted, both directions in one pass.',
    need: 'both directions fast',
    jacobian: ['1....', '.1...', 'oo#..', 'oo.#.', 'oo..#'],
  }),
  chapter(8, 'glow', 'family', {
    title: 'Glow',
    question: 'How should channels be mixed?',
    summary: 'Actnorm, invertible 1×1 convolutions and levels, on digits that fit in a page.',
    need: 'images',
    jacobian: ['##....', '##....', '..##..', '..##..', '....##', '....##'],
  }),
  chapter(9, 'flow-plus-plus', 'family', {
    title: 'Flow++',
    question: 'How curved may one coupling be?',
    summary: 'Mixtures of logistics for a scale, attention for a conditioner, measured one at a time.',
    need: 'coupling’s speed and a score near the autoregressive one',
    jacobian: ['1....', '.1...', 'oo#..', 'oo.#.', 'oo..#'],
  }),
  chapter(10, 'dequantization', 'world', {
    title: 'Dequantization',
    question: 'How dense is a pixel?',
    summary: 'Discrete data has no density. Noise gives it one, and the noise must be charged.',
    need: 'discrete data: pixels, counts, levels',
  }),
  chapter(11, 'continuous', 'family', {
    title: 'Continuous flows',
    question: 'What if there are no layers?',
    summary: 'An ODE moves the mass; a trace replaces the determinant; a solver sends the bill.',
    need: 'any network as the velocity, no masks',
    jacobian: ['#oooo', 'o#ooo', 'oo#oo', 'ooo#o', 'oooo#'],
  }),
  chapter(12, 'flows-and-vaes', 'world', {
    title: 'Flows and VAEs',
    question: 'What does an exact likelihood cost us?',
    summary: 'A bound and a bottleneck against exactness and equal dimensions, and how to have some of each.',
    need: 'a smaller latent space',
    jacobian: ['ooo', 'ooo', 'ooo', 'ooo', 'ooo'],
  }),
  chapter(13, 'applications', 'world', {
    title: 'Applications',
    question: 'What are flows good for?',
    summary:
      'Images, sound, point clouds, anomalies, inference, physics, compression, control: each small, live and honest.',
    need: 'to use one on my problem',
  }),
  chapter(14, 'beyond', 'world', {
    title: 'Beyond',
    question: 'What came after?',
    summary: 'Splines, residual flows, flow matching and transformers at one budget on one data set.',
    need: 'what people use today',
  }),
];
