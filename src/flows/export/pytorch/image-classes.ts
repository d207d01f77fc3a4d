/** What a script may hold for images, one file each, and what each stands on. */
import channels from './classes/channel_split.py?raw';
import checkerboard from './classes/checkerboard_split.py?raw';
import network from './classes/convnet.py?raw';
import convolutionLayer from './classes/convolution.py?raw';
import flattening from './classes/flatten.py?raw';
import gated from './classes/gated_convnet.py?raw';
import coupling from './classes/image_coupling.py?raw';
import oneScale from './classes/level.py?raw';
import scales from './classes/multi_scale.py?raw';
import atPixels from './classes/pixelwise.py?raw';
import bounded from './classes/rescaled_tanh.py?raw';
import squeezing from './classes/squeeze.py?raw';
import { linear } from './classes.ts';
import { define } from './python.ts';

const convolution = define('Convolution', convolutionLayer);

export const flatten = define('Flatten', flattening);
export const squeeze = define('Squeeze', squeezing);
export const pixelwise = define('Pixelwise', atPixels);
export const channelSplit = define('ChannelSplit', channels);
export const checkerboardSplit = define('CheckerboardSplit', checkerboard);
export const imageCoupling = define('ImageCoupling', coupling);
export const convnet = define('Convnet', network, convolution);
export const gatedConvnet = define('GatedConvnet', gated, convolution, linear);
export const rescaledTanh = define('RescaledTanh', bounded);
export const level = define('Level', oneScale);
export const multiScale = define('MultiScale', scales, level);
