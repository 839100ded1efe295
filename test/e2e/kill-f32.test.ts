import {testKills} from '../helpers/killed-run.js';

testKills(['--preset', 'chapter11', '--precision', 'f32', '--batch-size', '64', '--steps', '90000', '--warmup', '500', '--schedule', 'cosine'], 2, 'few names');
