import {registerHooks} from 'node:module';

/** Lets Node load the sources as they are: it strips the types off a file, but looks for the imports in it by the names that they will have when built. */
export function loadSource() {
	registerHooks({
		resolve: (specifier, context, next) => next(context.parentURL?.includes('/source/') && specifier.startsWith('.') ? specifier.replace(/\.js$/v, '.ts') : specifier, context),
	});
}
