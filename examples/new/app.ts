import { App } from 'buildkit-cdk';
import { addImages } from './images.ts';

const app = new App();
addImages(app);
app.synth();
