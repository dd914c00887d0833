package org.xenopolis.images.transfer;

import org.jspecify.annotations.Nullable;

/** Why an import ended, in a sentence for the owner of the image. */
final class ImportFailure extends Exception {
    private static final long serialVersionUID = 1L;

    ImportFailure(String sentence) {
        this(sentence, null);
    }

    ImportFailure(String sentence, @Nullable Throwable inside) {
        super(sentence, inside);
    }
}
