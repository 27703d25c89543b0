import { Component, GreetingFile, GreetingImage } from 'acme-images';
import { App } from 'buildkit-cdk';

const app = new App();
const hello = new GreetingFile(app, 'hello', { text: 'Hello from Acme' });
const banner = new Component(app, 'banner', { server: 'http://127.0.0.1:48119', name: 'banner' });
new GreetingImage(app, 'greeting', {
  files: [hello.at('/etc/acme'), banner.at('/usr/share/acme')],
  released: '2026-11-23',
  platforms: ['linux/amd64', 'linux/arm64'],
});
app.synth();
