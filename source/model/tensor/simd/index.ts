export {adam} from './adam';
export {attend, attendBackward} from './attention';
export {crossEntropy} from './cross-entropy';
export {add, clear, copy, relu, reluBackward, squaredNorm, squaredRelu, squaredReluBackward, transpose} from './elementwise';
export {dropout} from './dropout';
export {embed, embedBackward} from './embedding';
export {multiply} from './multiply';
export {rotateSlices} from './rotate';
export {rmsNorm, rmsNormBackward} from './rms-norm';
