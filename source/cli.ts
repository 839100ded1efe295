#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';

// Of what follows, Node keeps what it has compiled in its own cache; it could not do so before Node 22.1.
module.enableCompileCache?.();
const {main} = await import('./command-line/main.js');
await main(process.argv.slice(2));
