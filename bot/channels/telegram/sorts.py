"""What people send in Telegram that is not writing."""

from telegram import Location, Message, PhotoSize

from bot.messages import Media


def media_in(message: Message) -> Media | None:
    """None if the message holds nothing of the sort."""
    if message.venue:
        return _place(message.venue.location)
    if message.location:
        return _place(message.location)
    if message.photo:
        return _photo(max(message.photo, key=_pixels))
    # An animation comes as a document as well: the film is looked for first.
    film = message.video or message.video_note or message.animation
    spoken = message.voice or message.audio
    paper = message.document
    file = film or spoken or paper
    if file is None:
        return None
    return Media(
        "video" if film else "voice" if spoken else "document",
        {"id": file.file_id},
        mime_type=getattr(file, "mime_type", None),  # a round film states none
        size=file.file_size,
        file_name=getattr(file, "file_name", None),
    )


def _place(location: Location) -> Media:
    return Media("location", latitude=location.latitude, longitude=location.longitude)


def _photo(photo: PhotoSize) -> Media:
    # Telegram makes every photo a JPEG.
    return Media("photo", {"id": photo.file_id}, mime_type="image/jpeg", size=photo.file_size)


def _pixels(photo: PhotoSize) -> int:
    return photo.width * photo.height
